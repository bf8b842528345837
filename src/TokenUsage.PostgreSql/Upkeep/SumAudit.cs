using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>Adds up the records of each day by quarter-hour and cube, and compares with both widths of rollups.</summary>
internal sealed class SumAudit(IUsageSnapshot snapshot, IReadOnlyList<UsageCube> cubes)
{
    private const int MaxDrifts = 100;
    private static readonly TimeSpan AtOnce = TimeSpan.FromHours(4);

    private readonly List<StoreDrift> _drifts = [];
    private long _records;

    /// <param name="first">The first day with records or totals.</param>
    /// <param name="end">The end of the last.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    public async Task<StoreAudit> RunAsync(
        DateTimeOffset first, DateTimeOffset end, CancellationToken cancellationToken)
    {
        for (DateTimeOffset day = first; day < end && _drifts.Count < MaxDrifts; day = day.AddDays(1))
        {
            await CompareDayAsync(day, cancellationToken).ConfigureAwait(false);
        }

        return new StoreAudit { From = first, Records = _records, Cubes = cubes.Count, Drifts = [.. _drifts] };
    }

    // Some hours at a time: a day of many users would not fit into the memory, and 96 questions a day take long.
    private async Task CompareDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        CellTable[] ofDay = [.. cubes.Select(_ => new CellTable())];
        for (DateTimeOffset start = day; start < day.AddDays(1); start += AtOnce)
        {
            SliceTables[] expected = await SumRecordsAsync(start, start + AtOnce, cancellationToken)
                .ConfigureAwait(false);
            await CompareAsync(RollupGrain.QuarterHour, start, start + AtOnce, expected, cancellationToken)
                .ConfigureAwait(false);
            for (int cube = 0; cube < ofDay.Length; cube++) expected[cube].AddTo(ofDay[cube]);
        }

        SliceTables[] whole = [.. ofDay.Select(table => SliceTables.Of(day, table))];
        await CompareAsync(RollupGrain.Day, day, day.AddDays(1), whole, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SliceTables[]> SumRecordsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        SliceTables[] tables = [.. cubes.Select(_ => new SliceTables())];
        var read = new RecordRead { From = from, To = to };
        await foreach (UsageRecord record in snapshot.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
        {
            _records++;
            var sample = new RollupSample(record);
            DateTimeOffset slice = RollupGrid.Floor(record.StartedAt, RollupGrain.QuarterHour);
            for (int i = 0; i < cubes.Count; i++) tables[i].At(slice).CellOf(cubes[i].KeyOf(record)).Add(sample);
        }

        return tables;
    }

    private async Task CompareAsync(
        RollupGrain grain,
        DateTimeOffset from,
        DateTimeOffset to,
        SliceTables[] expected,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < cubes.Count; i++)
        {
            if (snapshot.Horizon.Of(cubes[i], grain) > from) continue;
            var found = new SliceTables();
            var read = new RollupRead { Cube = cubes[i], Grain = grain, From = from, To = to };
            await foreach (RollupRow row in snapshot.ReadRollupsAsync(read, cancellationToken).ConfigureAwait(false))
                found.At(RollupGrid.Floor(row.Start, grain)).CellOf(row.Key).Add(row.Cell);
            foreach (DateTimeOffset slice in found.Differences(expected[i]).Take(MaxDrifts - _drifts.Count))
            {
                _drifts.Add(new StoreDrift(
                    cubes[i].Name, grain, slice, expected[i].At(slice).Sum(), found.At(slice).Sum()));
            }
        }
    }
}
