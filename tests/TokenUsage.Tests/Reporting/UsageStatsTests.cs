using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Reporting;

public sealed class UsageStatsTests
{
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon);
    private readonly InMemoryUsageStore _store = new();
    private readonly LiveTotals _live = new();
    private readonly RecordFactory _records = new();
    private readonly UsageStats _stats;
    private long _pending;

    public UsageStatsTests() => _stats = new UsageStats(_store, _live, () => _pending, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_arguments_it_sums_the_last_30_days_up_to_this_moment()
    {
        await AppendAsync(
            _records.Make(), _records.Make(RecordFactory.Noon.AddDays(-30).AddTicks(1)),
            _records.Make(RecordFactory.Noon.AddDays(-31)));

        UsageSummary summary = await _stats.QueryAsync(new UsageQuery(), Token);

        summary.Totals.Calls.Should().Be(2);
        summary.Totals.PricedUsd.Should().Be(0.00025m);
    }

    [Fact]
    public async Task Nothing_stored_is_nothing_known_and_not_zero_dollars()
    {
        UsageSummary summary = await _stats.QueryAsync(new UsageQuery(), Token);

        summary.Totals.Calls.Should().Be(0);
        summary.Totals.PricedUsd.Should().BeNull();
        summary.Totals.Tokens.Input.Should().BeNull();
        summary.Totals.Latency.Should().BeNull();
    }

    [Fact]
    public async Task Top_groups_come_first_and_the_rest_is_other()
    {
        await AppendAsync(
            _records.Make(user: "a", usd: 1), _records.Make(user: "b", usd: 5), _records.Make(user: "c", usd: 3),
            _records.Make(usd: 2));

        UsageSummary summary = await _stats.QueryAsync(
            new UsageQuery { GroupBy = [Dimension.User], Top = 2, Interval = TimeInterval.Day }, Token);

        summary.Groups.Select(g => (g.Key[0], g.IsOther, g.Totals.PricedUsd)).Should().Equal(
            ("b", false, 5m), ("c", false, 3m), ("other", true, 3m));
        summary.Series.Select(p => p.Key[0]).Should().Equal("b", "c", "other");
        summary.Totals.ActiveUsers.Should().Be(3);
    }

    [Fact]
    public async Task Groups_rank_by_the_measure_asked_for()
    {
        await AppendAsync(
            _records.Make(model: "dear", usd: 9), _records.Make(model: "busy"), _records.Make(model: "busy"),
            _records.Make(model: "long", output: 500));

        (await FirstBy(UsageMeasure.Cost)).Should().Be("dear");
        (await FirstBy(UsageMeasure.Calls)).Should().Be("busy");
        (await FirstBy(UsageMeasure.Tokens)).Should().Be("long");
    }

    [Fact]
    public async Task Several_breakdowns_come_in_one_answer_and_each_adds_up()
    {
        await AppendAsync(
            _records.Make(user: "a", feature: "x"), _records.Make(user: "b", feature: "x"), _records.Make(user: "b"));

        UsageSummary summary = await _stats.QueryAsync(
            new UsageQuery { Breakdowns = [Dimension.User, Dimension.Feature, Dimension.Endpoint] }, Token);

        summary.Breakdowns.Keys.Should().BeEquivalentTo("user", "feature", "endpoint");
        summary.Breakdowns.Values.Should().OnlyContain(groups => groups.Sum(g => g.Totals.Calls) == 3);
        summary.Breakdowns["feature"].Select(g => g.Key[0]).Should().BeEquivalentTo("x", null);
    }

    [Fact]
    public async Task A_series_without_groups_has_its_empty_points_too()
    {
        await AppendAsync(_records.Make());

        UsageSummary summary = await _stats.QueryAsync(
            new UsageQuery
            {
                Range = TimeRange.Between(RecordFactory.Noon.AddHours(-2), RecordFactory.Noon.AddHours(2)),
                Interval = TimeInterval.Hour,
                TimeZone = "Asia/Kathmandu",
            },
            Token);

        summary.Series.Select(p => p.Totals.Calls).Should().Equal(0, 0, 1, 0, 0);
        summary.Series[0].Start.Offset.Should().Be(new TimeSpan(5, 45, 0));
    }

    [Fact]
    public async Task The_same_moment_means_the_same_numbers_even_when_the_clock_stands_still()
    {
        await AppendAsync(_records.Make());
        UsageSummary first = await _stats.QueryAsync(new UsageQuery(), Token);
        UsageSummary second = await _stats.QueryAsync(new UsageQuery(), Token);
        await AppendAsync(_records.Make());
        UsageSummary third = await _stats.QueryAsync(new UsageQuery(), Token);

        second.AsOf.Should().Be(first.AsOf);
        second.Totals.Should().BeEquivalentTo(first.Totals);
        third.AsOf.Should().BeAfter(first.AsOf);
        third.Totals.Calls.Should().Be(2);
    }

    [Fact]
    public async Task What_is_under_way_is_told()
    {
        _pending = 7;

        (await _stats.QueryAsync(new UsageQuery(), Token)).Pending.Should().Be(7);
    }

    [Fact]
    public void Current_counts_what_observers_saw()
    {
        _live.Observe([_records.Make(), _records.Make()]);

        _stats.Current.Calls.Should().Be(2);
        _stats.Current.Tokens.Should().Be(new TokenCounts { Input = 20, Output = 10 });
    }

    [Fact]
    public async Task A_cursor_goes_on_after_the_record_it_was_made_of()
    {
        UsageRecord[] all =
            [.. Enumerable.Range(0, 5).Select(i => _records.Make(RecordFactory.Noon.AddMinutes(-5 + i)))];
        await AppendAsync(all);

        List<UsageRecord> first = await _stats.ReadAsync(new UsageQuery { Limit = 2 }, Token).ToListAsync(Token);
        List<UsageRecord> rest = await _stats
            .ReadAsync(new UsageQuery { Cursor = UsageCursor.After(first[^1]) }, Token).ToListAsync(Token);

        first.Concat(rest).Should().Equal(all);
    }

    [Fact]
    public async Task Answers_from_the_applications_cache_are_avoided_and_not_paid()
    {
        await AppendAsync(_records.Make(usd: 1), _records.Make(usd: 2) with { Outcome = CallOutcome.Cached });

        UsageTotals totals = (await _stats.QueryAsync(new UsageQuery(), Token)).Totals;

        totals.PricedUsd.Should().Be(1);
        totals.AvoidedUsd.Should().Be(2);
        totals.Tokens.Input.Should().Be(10);
        totals.Coverage.ReportedCalls.Should().Be(1);
    }

    [Fact]
    public async Task Retries_are_attempts_of_one_call()
    {
        UsageRecord first = _records.Make() with { Outcome = CallOutcome.Failed };
        await AppendAsync(first, _records.Make() with { Attempt = 2, OperationId = first.OperationId });

        UsageTotals totals = (await _stats.QueryAsync(new UsageQuery(), Token)).Totals;

        (totals.Calls, totals.Attempts, totals.Failed, totals.Succeeded).Should().Be((1, 2, 1, 1));
    }

    [Fact]
    public async Task What_has_no_price_and_what_is_estimated_is_told()
    {
        await AppendAsync(
            _records.Make(usd: null),
            _records.Make(usd: 3) with { Source = UsageSource.Estimated },
            _records.Make(usd: 1) with { Source = UsageSource.Partial });

        Coverage coverage = (await _stats.QueryAsync(new UsageQuery(), Token)).Totals.Coverage;

        coverage.Should().BeEquivalentTo(new Coverage
        {
            ReportedCalls = 1,
            EstimatedCalls = 2,
            UnpricedCalls = 1,
            UnpricedTokens = 15,
            EstimatedUsd = 4,
        });
    }

    private async Task<string?> FirstBy(UsageMeasure measure)
    {
        var query = new UsageQuery { GroupBy = [Dimension.Model], TopBy = measure };
        return (await _stats.QueryAsync(query, Token)).Groups[0].Key[0];
    }

    private async Task AppendAsync(params UsageRecord[] records) => await _store.AppendAsync(records, Token);
}
