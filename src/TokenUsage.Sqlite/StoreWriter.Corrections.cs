using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <content>Corrections: the record is rewritten, and the rollups receive the difference like a further batch.</content>
internal sealed partial class StoreWriter
{
    public CostCorrectionResult Correct(IReadOnlyList<CostCorrection> corrections)
    {
        var corrected = new List<Guid>(corrections.Count);
        var conflicting = new List<Guid>();
        using var costs = new CostUpdate(Connection);
        Transact(() =>
        {
            foreach (CostCorrection correction in corrections) Correct(costs, correction, corrected, conflicting);
            if (corrected.Count > 0) WriteBatch();
        });
        return new CostCorrectionResult { Corrected = corrected, Conflicting = conflicting };
    }

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
