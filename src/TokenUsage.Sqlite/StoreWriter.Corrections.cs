using System.Globalization;
using TokenUsage.Sqlite.Auditing;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <content>Corrections: the record is rewritten, and the rollups receive the difference like a further batch.</content>
internal sealed partial class StoreWriter
{
    public CostCorrectionResult Correct(CostCorrections corrections, DateTimeOffset at)
    {
        var corrected = new List<Guid>(corrections.Items.Count);
        var conflicting = new List<Guid>();
        using var costs = new CostUpdate(Connection);
        Transact(() =>
        {
            foreach (CostCorrection correction in corrections.Items)
                Correct(costs, correction, corrected, conflicting);
            if (corrected.Count == 0) return;

            WriteBatch();
            new AuditWriter(Connection).Append(EntryOf(corrections, [.. corrected]), at);
        });
        return new CostCorrectionResult { Corrected = corrected, Conflicting = conflicting };
    }

    // One entry a batch, with the sums: a correction of a month would fill the trail with its records.
    private static AuditChange EntryOf(CostCorrections corrections, HashSet<Guid> corrected)
    {
        decimal before = 0;
        decimal after = 0;
        foreach (CostCorrection correction in corrections.Items)
        {
            if (!corrected.Contains(correction.Id)) continue;
            before += correction.Before.Usd ?? 0;
            after += correction.After.Usd ?? 0;
        }

        return new AuditChange
        {
            Actor = corrections.Actor,
            Action = "cost.correct",
            Target = corrections.Reason,
            Before = Describe(corrected.Count, before),
            After = Describe(corrected.Count, after),
        };
    }

    private static string Describe(int records, decimal usd) =>
        string.Create(CultureInfo.InvariantCulture, $"{records} records, {usd:0.############################} USD");

    private void Correct(
        CostUpdate costs, CostCorrection correction, List<Guid> corrected, List<Guid> conflicting)
    {
        UsageRecord? before = costs.Find(correction.Id);
        if (before?.Cost == correction.After) return;
        if (before is null || before.Cost != correction.Before)
        {
            conflicting.Add(correction.Id);
            return;
        }

        UsageRecord after = RecordLimits.Apply(before with { Cost = correction.After });
        _recordWords.Read(after);
        costs.Write(after, _recordWords);
        _rollups.Correct(before, after, _recordWords);
        corrected.Add(after.Id);
    }
}
