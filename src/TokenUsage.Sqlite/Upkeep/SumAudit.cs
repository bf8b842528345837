using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Adds up the records of each quarter-hour and day, cube by cube, and compares with every width of rollups.</summary>
/// <remarks>Reads records as any reader does and shares nothing with the writer but the sum of a cell: an error there shows.</remarks>
internal sealed class SumAudit(SqliteSnapshot snapshot, IReadOnlyList<UsageCube> cubes)
{
    private const int MaxDrifts = 100;

    private readonly List<StoreDrift> _drifts = [];
    private long _records;

    public async Task<StoreAudit> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset from = RollupGrid.Ceiling(snapshot.Horizon.Records, RollupGrain.Day);
        (from, DateTimeOffset to) = snapshot.FindDays(from);
        for (DateTimeOffset day = from; day < to && _drifts.Count < MaxDrifts; day = day.AddDays(1))
        {
            await CompareDayAsync(day, cancellationToken).ConfigureAwait(false);
        }

        return new StoreAudit { From = from, Records = _records, Cubes = cubes.Count, Drifts = [.. _drifts] };
    }

    // A quarter-hour at a time: a day of many users would not fit into the memory.
    private async Task CompareDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        CellTable[] ofDay = [.. cubes.Select(_ => new CellTable())];
        for (int i = 0; i < RollupGrid.QuartersPerDay; i++)
        {
            DateTimeOffset start = day.AddMinutes(i * RollupGrid.MinutesPerQuarter);
            DateTimeOffset end = start.AddMinutes(RollupGrid.MinutesPerQuarter);
            CellTable[] ofQuarter = await SumRecordsAsync(start, end, cancellationToken).ConfigureAwait(false);
            await CompareAsync(RollupGrain.QuarterHour, start, end, ofQuarter, cancellationToken).ConfigureAwait(false);
            await CompareAsync(RollupGrain.Minute, start, end, ofQuarter, cancellationToken).ConfigureAwait(false);
            for (int cube = 0; cube < ofDay.Length; cube++) ofDay[cube].Add(ofQuarter[cube]);
        }

        await CompareAsync(RollupGrain.Day, day, day.AddDays(1), ofDay, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CellTable[]> SumRecordsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        CellTable[] tables = [.. cubes.Select(_ => new CellTable())];
        var read = new RecordRead { From = from, To = to };
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            _records++;
            var sample = new RollupSample(record);
            for (int i = 0; i < cubes.Count; i++) tables[i].CellOf(cubes[i].KeyOf(record)).Add(sample);
        }

        return tables;
    }

    private async Task CompareAsync(
        RollupGrain grain, DateTimeOffset from, DateTimeOffset to, CellTable[] expected,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < cubes.Count; i++)
        {
            if (snapshot.Horizon.Of(cubes[i], grain) > from) continue;
            var found = new CellTable();
            var read = new RollupRead { Cube = cubes[i], Grain = grain, From = from, To = to };
            await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
                found.CellOf(row.Key).Add(row.Cell);
            if (found.HasSameCells(expected[i]) || _drifts.Count >= MaxDrifts) continue;
            _drifts.Add(new StoreDrift(cubes[i].Name, grain, from, expected[i].Sum(), found.Sum()));
        }
    }
}
