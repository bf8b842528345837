using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Reads a plan's steps from a snapshot into the tables that want them. What two tables want is read once.</summary>
internal sealed class QueryRunner(IReadOnlyList<UsageFilter> where)
{
    private readonly Dictionary<PlanStep, List<IQueryTable>> _wanted = [];

    public void Want(IReadOnlyList<PlanStep> plan, IQueryTable table)
    {
        foreach (PlanStep step in plan)
        {
            if (_wanted.TryGetValue(step, out List<IQueryTable>? tables)) tables.Add(table);
            else _wanted.Add(step, [table]);
        }
    }

    public async Task RunAsync(IUsageSnapshot snapshot, CancellationToken cancellationToken)
    {
        foreach ((PlanStep step, List<IQueryTable> tables) in _wanted)
        {
            Task reading = step.Cube is { } cube
                ? ReadRollupsAsync(snapshot, step, cube, tables, cancellationToken)
                : ReadRecordsAsync(snapshot, step, tables, cancellationToken);
            await reading.ConfigureAwait(false);
        }
    }

    private async Task ReadRollupsAsync(
        IUsageSnapshot snapshot, PlanStep step, UsageCube cube, List<IQueryTable> tables,
        CancellationToken cancellationToken)
    {
        var read = new RollupRead
        {
            Cube = cube,
            From = step.From,
            To = step.To,
            Grain = step.Grain,
            KeysOnly = step.KeysOnly,
            Where = where,
        };
        await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            foreach (IQueryTable table in tables) table.Add(row, cube);
        }
    }

    private async Task ReadRecordsAsync(
        IUsageSnapshot snapshot, PlanStep step, List<IQueryTable> tables, CancellationToken cancellationToken)
    {
        var read = new RecordRead { From = step.From, To = step.To, Where = where };
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            var sample = new RollupSample(record);
            foreach (IQueryTable table in tables) table.Add(record, sample);
        }
    }
}
