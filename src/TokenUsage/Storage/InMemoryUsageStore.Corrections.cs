namespace TokenUsage.Storage;

/// <content>Corrections of what records cost.</content>
internal sealed partial class InMemoryUsageStore : ICostCorrector
{
    public ValueTask<CostCorrectionResult> CorrectCostsAsync(
        CostCorrections corrections, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            InMemoryState state = _state;
            HashSet<Guid> wanted = [.. corrections.Items.Select(correction => correction.Id)];

            // Records are ordered by time: looking for ids reads them all, which a rare act on a bounded store may do.
            Dictionary<Guid, UsageRecord> records =
                state.Records.Where(record => wanted.Contains(record.Id)).ToDictionary(record => record.Id);
            var change = new InMemoryChange(state, Cubes);
            var conflicting = new List<Guid>();
            foreach (CostCorrection correction in corrections.Items)
            {
                UsageRecord? present = records.GetValueOrDefault(correction.Id);
                if (present?.Cost == correction.After) continue;
                if (!change.TryCorrect(present, correction)) conflicting.Add(correction.Id);
            }

            _state = change.Finish(_options.MaxRecords, _options.MaxCells);
            return new(new CostCorrectionResult { Corrected = change.Corrected, Conflicting = conflicting });
        }
    }
}
