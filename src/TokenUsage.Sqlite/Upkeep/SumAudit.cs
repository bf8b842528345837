using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Adds up the records of each quarter-hour and day, cube by cube, and compares with every width of rollups.</summary>
/// <remarks>Reads records as any reader does and shares nothing with the writer but the sum of a cell: an error there shows.</remarks>
internal sealed class SumAudit(SqliteSnapshot snapshot, IReadOnlyList<UsageCube> cubes)
{
    private const int MaxDrifts = 100;
    private const int MostAtOnce = 20_000;

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

    // A busy day is compared a quarter-hour at a time: all its users' cells would not fit into the memory.
    private async Task CompareDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        DateTimeOffset next = day.AddDays(1);
        TimeSpan width = snapshot.CountRecords(day, next) <= MostAtOnce
            ? TimeSpan.FromDays(1)
            : TimeSpan.FromMinutes(RollupGrid.MinutesPerQuarter);
        CellTable[] ofDay = [.. cubes.Select(_ => new CellTable())];
        for (DateTimeOffset from = day; from < next; from += width)
        {
            CellTable[] sums = await SumRecordsAsync(from, from + width, cancellationToken).ConfigureAwait(false);
            foreach (RollupGrain grain in new[] { RollupGrain.QuarterHour, RollupGrain.Minute })
                await CompareAsync(grain, from, from + width, sums, cancellationToken).ConfigureAwait(false);
            for (int cube = 0; cube < ofDay.Length; cube++) ofDay[cube].AddAsOne(sums[cube]);
        }

        await CompareAsync(RollupGrain.Day, day, next, ofDay, cancellationToken).ConfigureAwait(false);
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
            long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
            for (int i = 0; i < cubes.Count; i++) tables[i].CellOf(slice, cubes[i].KeyOf(record)).Add(sample);
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
            {
                long slice = grain == RollupGrain.Day ? 0 : RollupGrid.SliceOf(row.Start, RollupGrain.QuarterHour);
                found.CellOf(slice, row.Key).Add(row.Cell);
            }

            if (found.HasSameCells(expected[i]) || _drifts.Count >= MaxDrifts) continue;
            _drifts.Add(new StoreDrift(cubes[i].Name, grain, from, expected[i].Sum(), found.Sum()));
        }
    }
}
