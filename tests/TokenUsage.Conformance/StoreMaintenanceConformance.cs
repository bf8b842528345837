using TokenUsage.Storage;

namespace TokenUsage.Conformance;

/// <summary>What every store that looks after itself must do.</summary>
public abstract partial class StoreMaintenanceConformance : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = RecordFactory.Noon.AddHours(-12);

    private IUsageStore? _store;

    protected RecordFactory Records { get; } = new();

    protected IUsageStore Store => _store ?? throw new InvalidOperationException("The store is made before each test.");

    protected IStoreMaintenance Upkeep => (IStoreMaintenance)Store;

    /// <summary>Gets a combination that the store is configured to keep.</summary>
    protected static UsageCube OwnCube { get; } = new(Dimension.Feature, Dimension.User);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RecordRead Everything => new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        await _store.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable disposable) await disposable.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an empty store, not yet opened, that keeps <see cref="OwnCube"/> as well.</summary>
    protected abstract IUsageStore CreateStore();

    /// <summary>Sets the store's clock, which stands at <see cref="RecordFactory.Noon"/> plus ten days.</summary>
    protected abstract void SetClock(DateTimeOffset now);

    /// <summary>Removes what the store left behind.</summary>
    protected virtual ValueTask CleanUpAsync() => default;

    [Fact]
    public async Task Retention_deletes_the_records_of_old_days_and_no_total()
    {
        await AppendDaysAsync(10);
        UsageTotals before = await SumAsync(RollupGrain.Day);

        RetentionReport report = await RetainAsync(Plan(records: Day.AddDays(4).AddHours(5)));

        report.Records.Should().Be(4 * 24);
        (await Store.ReadRecordsAsync(Everything, Token).FirstAsync(Token)).StartedAt.Should().Be(Day.AddDays(4));
        (await SumAsync(RollupGrain.Day)).Should().BeEquivalentTo(before);
        (await SumAsync(RollupGrain.QuarterHour)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Retention_of_quarter_hours_leaves_the_days()
    {
        await AppendDaysAsync(6);
        UsageTotals before = await SumAsync(RollupGrain.Day);

        await RetainAsync(Plan(records: Day.AddDays(5)) with { QuarterHours = Day.AddDays(3) });

        (await SumAsync(RollupGrain.Day)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Retention_of_days_deletes_them()
    {
        await AppendDaysAsync(6);

        await RetainAsync(Plan(records: Day.AddDays(5)) with
        {
            QuarterHours = Day.AddDays(3),
            Days = Day.AddDays(2),
        });

        (await SumAsync(RollupGrain.Day)).Attempts.Should().Be(4 * 24);
    }

    [Fact]
    public async Task Retention_with_nothing_old_changes_nothing()
    {
        await AppendDaysAsync(2);

        RetentionReport report = await RetainAsync(Plan(records: Day));

        report.Should().BeEquivalentTo(new RetentionReport { IsDone = true });
        await using IUsageSnapshot snapshot = await Store.OpenSnapshotAsync(Token);
        snapshot.Horizon.Records.Should().BeOnOrBefore(Day);
    }

    [Fact]
    public async Task A_record_from_before_the_retention_is_not_counted_twice()
    {
        UsageRecord old = Records.Make(Day);
        await Store.AppendAsync([old, Records.Make(Day.AddDays(5))], Token);
        await RetainAsync(Plan(records: Day.AddDays(2)));

        AppendResult result = await Store.AppendAsync([old], Token);

        result.Inserted.Should().BeEmpty();
        result.TooOld.Should().Equal(old.Id);
        (await SumAsync(RollupGrain.Day)).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task The_horizon_says_what_retention_has_let_go_of()
    {
        await AppendDaysAsync(6);

        await RetainAsync(Plan(records: Day.AddDays(3).AddHours(7)));

        await using IUsageSnapshot snapshot = await Store.OpenSnapshotAsync(Token);
        snapshot.Horizon.Records.Should().Be(Day.AddDays(3));
    }

    [Fact]
    public async Task Sums_agree_with_their_records()
    {
        await AppendDaysAsync(3);

        StoreAudit audit = await Upkeep.AuditAsync(Token);

        audit.Drifts.Should().BeEmpty();
        audit.Records.Should().Be(3 * 24);
        audit.Cubes.Should().Be(Store.Cubes.Count);
    }

    [Fact]
    public async Task Sums_agree_with_the_records_that_retention_left()
    {
        await AppendDaysAsync(6);
        await RetainAsync(Plan(records: Day.AddDays(3)));

        StoreAudit audit = await Upkeep.AuditAsync(Token);

        audit.Drifts.Should().BeEmpty();
        audit.Records.Should().Be(3 * 24);
        audit.From.Should().Be(Day.AddDays(3));
    }

    [Fact]
    public async Task A_repair_of_sound_sums_changes_none()
    {
        await AppendDaysAsync(6);
        await RetainAsync(Plan(records: Day.AddDays(3)));
        UsageTotals before = await SumAsync(RollupGrain.Day);

        (await Upkeep.RepairAsync(Token)).IsExact.Should().BeTrue();

        (await SumAsync(RollupGrain.Day)).Should().BeEquivalentTo(before);
        (await SumAsync(RollupGrain.QuarterHour)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_configured_combination_has_its_own_totals()
    {
        await AppendDaysAsync(2);

        UsageCube cube = Store.Cubes.Single(c => c.Name == OwnCube.Name);
        List<RollupRow> rows = [];
        var read = new RollupRead { Cube = cube, From = Day, To = Day.AddDays(2) };
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token))
        {
            rows.Add(row with { Key = [.. row.Key], Cell = Copy(row.Cell) });
        }

        Dictionary<string, long> found = rows
            .GroupBy(r => string.Join('|', r.Key))
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Cell.ToTotals().Attempts));
        Dictionary<string, long> expected = (await Store.ReadRecordsAsync(Everything, Token).ToListAsync(Token))
            .GroupBy(r => $"{r.Dimensions.Feature}|{r.Dimensions.User}")
            .ToDictionary(g => g.Key, g => g.LongCount());
        found.Should().Equal(expected);
    }

    private static RollupCell Copy(RollupCell cell)
    {
        var copy = new RollupCell();
        copy.Add(cell);
        return copy;
    }

    private static RetentionPlan Plan(DateTimeOffset records) => new()
    {
        Records = records,
        QuarterHours = DateTimeOffset.MinValue,
        Days = DateTimeOffset.MinValue,
        RowsAtOnce = 7,
    };

    private async Task<RetentionReport> RetainAsync(RetentionPlan plan)
    {
        RetentionReport report = await Upkeep.ApplyRetentionAsync(plan, Token);
        report.IsDone.Should().BeTrue();
        return report;
    }

    // A record an hour, of three users and two features.
    private async Task AppendDaysAsync(int days)
    {
        UsageRecord[] records = [.. Enumerable.Range(0, days * 24).Select(i => Records.Make(
            Day.AddHours(i), $"u{i % 3}", $"m{i % 2}", i % 2 == 0 ? "search" : null, i, i, i * 0.01m))];
        foreach (UsageRecord[] batch in records.Chunk(10)) await Store.AppendAsync(batch, Token);
    }

    private async Task<UsageTotals> SumAsync(RollupGrain grain)
    {
        var sum = new RollupCell();
        var read = new RollupRead
        {
            Cube = UsageCube.Totals,
            From = Day.AddDays(-30),
            To = Day.AddDays(30),
            Grain = grain,
        };
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token)) sum.Add(row.Cell);
        return sum.ToTotals();
    }
}
