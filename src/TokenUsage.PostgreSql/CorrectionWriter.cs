using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Rewrites what records cost; the rollups receive the difference like a further batch.</summary>
internal sealed class CorrectionWriter(Database database, CubeList cubes, string insertTail)
{
    private const int MostAttempts = 5;

    private readonly CostUpdate _costs = new(database);

    public async Task<CostCorrectionResult> CorrectAsync(
        IReadOnlyList<CostCorrection> corrections, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryCorrectAsync(corrections, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (attempt < MostAttempts && StoreFaults.IsCollision(exception))
            {
                // Rolled back whole, so the same corrections can be made again.
            }
        }
    }

    private async Task<CostCorrectionResult> TryCorrectAsync(
        IReadOnlyList<CostCorrection> corrections, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rollingBack = transaction.ConfigureAwait(false);

        Dictionary<Guid, UsageRecord> found = await _costs
            .FindAsync(connection, [.. corrections.Select(c => c.Id).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        var rollups = new RollupBatch(cubes);
        var corrected = new Dictionary<Guid, UsageRecord>();
        var conflicting = new List<Guid>();
        foreach (CostCorrection correction in corrections)
        {
            UsageRecord? before = found.GetValueOrDefault(correction.Id);
            if (before?.Cost == correction.After) continue;
            if (before is null || before.Cost != correction.Before)
            {
                conflicting.Add(correction.Id);
                continue;
            }

            UsageRecord after = RecordLimits.Apply(before with { Cost = correction.After });
            rollups.Correct(before, after);
            found[after.Id] = corrected[after.Id] = after;
        }

        if (corrected.Count > 0)
        {
            await _costs.WriteAsync(connection, [.. corrected.Values], cancellationToken).ConfigureAwait(false);
            await rollups.WriteAsync(connection, insertTail, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return new CostCorrectionResult { Corrected = [.. corrected.Keys], Conflicting = conflicting };
    }
}
