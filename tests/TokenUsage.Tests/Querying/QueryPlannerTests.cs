using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Querying;

public sealed class QueryPlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 10, 7, 0, TimeSpan.Zero);

    private QueryPlanner? _planner;

    [Fact]
    public void Thirty_days_are_read_by_day_with_quarter_hours_and_records_at_the_ends()
    {
        IReadOnlyList<PlanStep> plan = Plan(Start, Start.AddDays(30), [Dimension.Model]);

        plan.Select(s => s.Cube is null ? "records" : $"{s.Cube}/{s.Grain}").Should().Equal(
            "records", "model/QuarterHour", "model/Day", "model/QuarterHour", "records");
        plan[0].To.Should().Be(Start.AddMinutes(8));
        plan[2].From.Should().Be(new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero));
        plan[^1].From.Should().Be(new DateTimeOffset(2026, 5, 31, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Steps_join_without_gap_or_overlap()
    {
        IReadOnlyList<PlanStep> plan =
            Plan(Start, Start.AddDays(30), [], interval: TimeInterval.Day, zone: "Asia/Kathmandu");

        plan[0].From.Should().Be(Start);
        plan[^1].To.Should().Be(Start.AddDays(30));
        plan.Zip(plan.Skip(1)).Should().OnlyContain(pair => pair.First.To == pair.Second.From);
    }

    [Fact]
    public void Days_of_another_zone_are_read_by_quarter_hour() =>
        Plan(Start, Start.AddDays(30), [], interval: TimeInterval.Day, zone: "Asia/Kolkata")
            .Where(s => s.Cube is not null).Should().OnlyContain(s => s.Grain == RollupGrain.QuarterHour);

    [Fact]
    public void Dimensions_that_no_cube_has_together_are_read_from_records() =>
        Plan(Start, Start.AddDays(30), [Dimension.Model, Dimension.User]).Should().ContainSingle(s => s.Cube == null);

    [Fact]
    public void A_filter_needs_its_dimension_in_the_cube_too() =>
        Plan(Start, Start.AddDays(30), [Dimension.Model], where: [UsageFilter.In(Dimension.User, "a")])
            .Should().ContainSingle(s => s.Cube == null);

    [Fact]
    public void The_smallest_cube_that_has_all_is_taken()
    {
        var planner = new QueryPlanner(
            [new UsageCube(Dimension.Model, Dimension.User), .. UsageCube.Standard], StoreHorizon.Everything);

        planner.FindCube([Dimension.Model], [])!.Name.Should().Be("model");
        planner.FindCube([Dimension.Model], [UsageFilter.Present(Dimension.User)])!.Name.Should().Be("model+user");
    }

    [Fact]
    public void Intervals_that_cut_a_quarter_hour_are_read_from_records() =>
        Plan(Start, Start.AddHours(3), [], interval: new TimeInterval(5, TimeUnit.Minute))
            .Should().ContainSingle(s => s.Cube == null);

    [Fact]
    public void Intervals_that_cut_a_quarter_hour_are_read_by_the_minute_where_there_are_minutes() =>
        Plan(
            Start, Start.AddHours(3), [], interval: new TimeInterval(5, TimeUnit.Minute),
            horizon: StoreHorizon.Everything with { Minutes = Start.AddDays(-1) })
            .Should().ContainSingle(s => s.Cube != null && s.Grain == RollupGrain.Minute);

    [Fact]
    public void Ends_within_a_quarter_hour_are_read_by_the_minute_and_within_a_minute_from_records() =>
        Plan(
            Start.AddSeconds(10), Start.AddHours(1), [Dimension.Model],
            horizon: StoreHorizon.Everything with { Minutes = Start.AddDays(-1) })
            .Select(s => s.Cube is null ? "records" : $"{s.Grain}").Should()
            .Equal("records", "Minute", "QuarterHour", "Minute");

    [Fact]
    public void What_retention_left_exact_is_exact()
    {
        var horizon = new StoreHorizon { Records = Start.AddDays(-30), QuarterHours = Start.AddDays(-400) };

        Plan(Start.AddDays(-100), Start, [Dimension.Model], TimeInterval.Day, horizon, isRound: true);

        _planner!.ExactFrom.Should().BeNull();
    }

    [Fact]
    public void Ends_without_detail_are_counted_by_whole_slices_where_these_begin()
    {
        var horizon = new StoreHorizon { Records = Start.AddDays(-30) };

        IReadOnlyList<PlanStep> plan = Plan(Start.AddDays(-100), Start.AddDays(-99), [Dimension.Model], null, horizon);

        plan.Should().OnlyContain(s => s.Cube != null);
        plan[0].From.Should().Be(Start.AddDays(-100).AddMinutes(8));
        plan[^1].To.Should().Be(Start.AddDays(-99).AddMinutes(8));
        _planner!.ExactFrom.Should().Be(Start.AddDays(-99));
    }

    [Fact]
    public void Groups_that_only_records_know_are_missing_before_the_horizon_and_that_is_said()
    {
        var horizon = new StoreHorizon { Records = Start.AddDays(-30) };

        Plan(Start.AddDays(-100), Start, [Dimension.Model, Dimension.User], null, horizon);

        _planner!.ExactFrom.Should().Be(Start.AddDays(-30));
    }

    [Fact]
    public void A_cube_that_began_later_is_joined_to_records()
    {
        var cube = new UsageCube(Dimension.Model, Dimension.User);
        var horizon = new StoreHorizon
        {
            Cubes = new Dictionary<string, DateTimeOffset> { [cube.Name] = Start.AddDays(10).Date },
        };
        _planner = new QueryPlanner([cube, .. UsageCube.Standard], horizon);

        IReadOnlyList<PlanStep> plan = Plan(Start, Start.AddDays(20), [Dimension.Model, Dimension.User]);

        plan[0].Cube.Should().BeNull();
        plan[0].To.Should().Be(Start.AddDays(10).Date);
        plan[1].Cube.Should().Be(cube);
    }

    [Fact]
    public void An_empty_range_reads_nothing() => Plan(Start, Start, []).Should().BeEmpty();

    private IReadOnlyList<PlanStep> Plan(
        DateTimeOffset from,
        DateTimeOffset to,
        Dimension[] groupBy,
        TimeInterval? interval = null,
        StoreHorizon? horizon = null,
        string zone = "UTC",
        UsageFilter[]? where = null,
        bool isRound = false)
    {
        if (isRound) (from, to) = (from.UtcDateTime.Date, to.UtcDateTime.Date);
        _planner ??= new QueryPlanner(UsageCube.Standard, horizon ?? StoreHorizon.Everything);
        var query = new UsageQuery
        {
            Range = TimeRange.Between(from, to),
            GroupBy = groupBy,
            Where = where ?? [],
            Interval = interval,
            TimeZone = zone,
        };
        ResolvedQuery resolved = QueryResolver.Resolve(query, to);
        return _planner.Plan(resolved, groupBy, resolved.Edges);
    }
}
