using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Reads a plan's steps from a snapshot into the tables that want them. What two tables want is read once.</summary>
/// <param name="where">The conditions.</param>
/// <param name="sums">What was read before; null to read all of it.</param>
internal sealed class QueryRunner(IReadOnlyList<UsageFilter> where, SumsOfSnapshot? sums = null)
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
                ? AddRollupsAsync(snapshot, step, cube, tables, cancellationToken)
                : ReadRecordsAsync(snapshot, step, tables, cancellationToken);
            await reading.ConfigureAwait(false);
        }
    }

    private async Task AddRollupsAsync(
        IUsageSnapshot snapshot, PlanStep step, UsageCube cube, List<IQueryTable> tables,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<DateTimeOffset> edges = tables.Select(t => t.Edges).MaxBy(e => e.Count)!;
        string? key = sums is null ? null : RememberedSums.KeyOf(step, where, edges);
        if (key is null)
        {
            await foreach (RollupRow row in ReadRollups(snapshot, step, cube, cancellationToken).ConfigureAwait(false))
            {
                foreach (IQueryTable table in tables) table.Add(row, cube);
            }

            return;
        }

        StepSums? known = sums!.Sums.Find(key, step, sums);
        if (known is null)
        {
            known = await SumUpAsync(snapshot, step, cube, edges, cancellationToken).ConfigureAwait(false);
            sums.Sums.Keep(key, known, sums);
        }

        known.AddTo(tables, cube);
    }

    // All tables of a query that have edges have the same: those with most of them tell apart what any other does.
    private async Task<StepSums> SumUpAsync(
        IUsageSnapshot snapshot, PlanStep step, UsageCube cube, IReadOnlyList<DateTimeOffset> edges,
        CancellationToken cancellationToken)
    {
        var cells = new Dictionary<SumKey, RollupCell>();
        int rows = 0;
        await foreach (RollupRow row in ReadRollups(snapshot, step, cube, cancellationToken).ConfigureAwait(false))
        {
            rows++;
            DateTimeOffset start = IntervalOf(row.Start, step.From, edges);
            if (!cells.TryGetValue(new SumKey(start, new CellKey(row.Key)), out RollupCell? cell))
            {
                string?[] values = [.. row.Key];
                cells.Add(new SumKey(start, new CellKey(values)), cell = new RollupCell());
            }

            if (!step.KeysOnly) cell.Add(row.Cell);
        }

        return StepSums.Of(cells, rows, step.KeysOnly);
    }

    private static DateTimeOffset IntervalOf(
        DateTimeOffset at, DateTimeOffset from, IReadOnlyList<DateTimeOffset> edges)
    {
        int low = 0;
        int high = edges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (edges[middle] <= at) low = middle + 1;
            else high = middle;
        }

        return low == 0 || edges[low - 1] < from ? from : edges[low - 1];
    }

    private IAsyncEnumerable<RollupRow> ReadRollups(
        IUsageSnapshot snapshot, PlanStep step, UsageCube cube, CancellationToken cancellationToken)
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
        return snapshot.ReadRollupsAsync(read, cancellationToken);
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
