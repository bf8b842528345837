using System.Text.Json;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <summary>Makes one batch of corrections: announced, put into the records, counted.</summary>
/// <remarks>
/// The way of <see cref="CosmosAppend"/>: each record notes which batch corrected it, from what to what, in the same
/// write that gives it its new cost. So the difference can be worked out by anybody, and is counted once.
/// </remarks>
internal sealed class CosmosCorrection(
    CosmosContainer container, CosmosStoreOptions options, TimeProvider time, string stamp)
{
    private const int AtOnce = 64;
    private const int Tries = 5;

    private readonly Lock _gate = new();
    private readonly List<(UsageRecord Record, CostChange Change)> _made = [];
    private readonly HashSet<Guid> _conflicting = [];

    public IEnumerable<Guid> Corrected => _made.Select(made => made.Record.Id).Distinct();

    public IReadOnlyCollection<Guid> Conflicting => _conflicting;

    public async Task RunAsync(IReadOnlyList<CostCorrection> corrections, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ITimer deadline = time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            limited,
            BatchRepair.WriterGivesUp,
            Timeout.InfiniteTimeSpan);
        CancellationToken token = limited.Token;
        List<(UsageRecord Record, CostCorrection Correction)> due = await FindAsync(corrections, token)
            .ConfigureAwait(false);
        if (due.Count == 0) return;

        await container
            .TryCreateAsync(
                BatchDocument.Partition, BatchDocument.Announce(stamp, due.Select(one => one.Record)), token)
            .ConfigureAwait(false);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token },
            CorrectAsync).ConfigureAwait(false);
        await BatchCount
            .FinishAsync(container, stamp, _made.Count == 0 ? null : BatchDocument.Correct(stamp, _made), token)
            .ConfigureAwait(false);
    }

    // The same id for two users is two records, and both were meant.
    private async Task<List<(UsageRecord Record, CostCorrection Correction)>> FindAsync(
        IReadOnlyList<CostCorrection> corrections, CancellationToken cancellationToken)
    {
        var due = new List<(UsageRecord, CostCorrection)>();
        var unseen = corrections.ToDictionary(correction => correction.Id);
        Dictionary<Guid, CostCorrection> wanted = new(unseen);
        await foreach (JsonElement document in container
            .QueryAsync(Ask([.. wanted.Keys]), partition: null, cancellationToken).ConfigureAwait(false))
        {
            UsageRecord record = RecordDocument.Read(document);
            CostCorrection correction = wanted[record.Id];
            unseen.Remove(record.Id);
            if (record.Cost == correction.After) continue;
            if (record.Cost == correction.Before) due.Add((record, correction));
            else _conflicting.Add(record.Id);
        }

        _conflicting.UnionWith(unseen.Keys);
        return due;
    }

    private static QueryDefinition Ask(Guid[] ids)
    {
        string names = string.Join(", ", ids.Select((_, i) => $"@id{i}"));
        QueryDefinition query = new QueryDefinition($"SELECT * FROM c WHERE c.type = @type AND c.id IN ({names})")
            .WithParameter("@type", RecordDocument.Type);
        for (int i = 0; i < ids.Length; i++) query.WithParameter($"@id{i}", RecordDocument.IdOf(ids[i]));
        return query;
    }

    private async ValueTask CorrectAsync(
        (UsageRecord Record, CostCorrection Correction) due, CancellationToken cancellationToken)
    {
        string partition = RecordDocument.PartitionOf(due.Record);
        for (int i = 0; i < Tries; i++)
        {
            (JsonDocument Document, string Version)? found = await container
                .ReadAsync(partition, RecordDocument.IdOf(due.Record.Id), cancellationToken)
                .ConfigureAwait(false);
            using JsonDocument? read = found?.Document;
            if (read is null) break; // its time had come between the two
            JsonElement document = read.RootElement;
            UsageRecord record = RecordDocument.Read(document);
            var history = CostHistory.Read(document);
            if (history.Of(stamp) is { } made)
            {
                Note(record, made); // the client sent it again after an answer was lost
                return;
            }

            if (record.Cost == due.Correction.After) return; // somebody else made the same correction
            if (record.Cost != due.Correction.Before) break;

            var change = new CostChange(stamp, record.Cost, due.Correction.After);
            if (await TryWriteAsync(document, found!.Value.Version, record, history, change, cancellationToken)
                .ConfigureAwait(false))
            {
                Note(record, change);
                return;
            }
        }

        lock (_gate) _conflicting.Add(due.Record.Id);
    }

    private Task<bool> TryWriteAsync(
        JsonElement document,
        string version,
        UsageRecord record,
        CostHistory history,
        CostChange change,
        CancellationToken cancellationToken)
    {
        UsageRecord after = RecordLimits.Apply(record with { Cost = change.After });
        string keepFrom = BatchStamps.At(time.GetUtcNow() - (6 * BatchRepair.Abandoned));
        ReadOnlyMemory<byte> written = RecordDocument.Write(
            after,
            document.Text("batch")!,
            document.Text("digest")!,
            history.With(change, keepFrom),
            options.TimeToLiveOf(after, time));
        return container.TryReplaceAsync(
            RecordDocument.PartitionOf(after), RecordDocument.IdOf(after.Id), version, written, cancellationToken);
    }

    private void Note(UsageRecord record, CostChange change)
    {
        lock (_gate) _made.Add((record, change));
    }
}
