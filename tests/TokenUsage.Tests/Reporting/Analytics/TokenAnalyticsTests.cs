using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Live;
using TokenUsage.Reporting.Analytics;

namespace TokenUsage.Tests.Reporting.Analytics;

public sealed class TokenAnalyticsTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = AnalyticsBench.Now;
    private readonly AnalyticsBench _bench = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burst_of_calls_is_found_and_said_with_what_was_expected()
    {
        await _bench.StoreAsync(Hours(Now.AddDays(-30), Now, at => at == Now.AddHours(-3) ? 40 : 4));

        IReadOnlyList<UsageAnomaly> found = await _bench.Analytics.DetectAnomaliesAsync(
            new AnalyticsQuery { Measure = AnalyticsMeasure.Calls, Range = TimeRange.Last(TimeSpan.FromDays(1)) },
            Cancelled);

        UsageAnomaly burst = found.Should().ContainSingle(a => !a.IsNotice).Subject;
        burst.At.Should().Be(Now.AddHours(-3));
        burst.Observed.Should().Be(40);
        burst.Expected.Should().BeApproximately(4, 0.5);
        burst.Message.Should().StartWith("40 calls where 4 calls was expected");
    }

    [Fact]
    public async Task The_feed_is_told_an_anomaly_once()
    {
        await _bench.StoreAsync(Hours(Now.AddDays(-30), Now, at => at == Now.AddHours(-1) ? 40 : 4));
        var watch = _bench.Services.GetRequiredService<AnomalyWatch>();

        int first = await watch.LookAsync(Cancelled);
        int second = await watch.LookAsync(Cancelled);

        first.Should().BePositive();
        second.Should().Be(0);
        _bench.Services.GetRequiredService<UsageFeed>().Statistics.Published.Should().Be(first);
    }

    [Fact]
    public async Task A_steady_series_has_no_trend_and_projects_itself()
    {
        await _bench.StoreAsync(Hours(Now.AddDays(-28), Now, _ => 2));

        UsageTrend trend = (await _bench.Analytics.GetTrendsAsync(
            new AnalyticsQuery
            {
                Measure = AnalyticsMeasure.Calls,
                Interval = TimeInterval.Day,
                Range = TimeRange.Between(Now.Date.AddDays(-28), Now.Date),
            },
            Cancelled)).Single();

        trend.Direction.Should().Be(TrendDirection.Flat);
        trend.DailyAverage.Should().BeApproximately(48, 1);
        trend.MonthlyProjection.Should().BeApproximately(1440, 1);
        trend.Explanation.Should().Contain("without a trend");
    }

    [Fact]
    public async Task The_month_is_what_is_used_and_the_forecast_of_the_rest()
    {
        await _bench.StoreAsync(Hours(Now.AddDays(-30), Now, _ => 2));

        UsageForecast forecast = (await _bench.Analytics.ForecastAsync(
            new ForecastQuery
            {
                Series = new AnalyticsQuery { Measure = AnalyticsMeasure.Calls },
                Limit = 1000,
                Horizon = 24,
            },
            Cancelled)).Single();

        forecast.Points.Should().HaveCount(24);
        forecast.Points[0].Start.Should().Be(Now);
        forecast.Month!.SoFar.Should().Be(15.5 * 48);
        forecast.Month.Expected.Should().BeApproximately(31 * 48, 31);
        forecast.Limit!.Probability.Should().Be(1);
        forecast.Limit.Median.Should().BeCloseTo(
            new DateTimeOffset(2026, 3, 21, 20, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Each_value_of_a_dimension_is_a_series_of_its_own()
    {
        await _bench.StoreAsync(Hours(Now.AddDays(-20), Now, _ => 1));

        IReadOnlyList<SeriesSummary> found = await _bench.Analytics.GetStatisticsAsync(
            new AnalyticsQuery
            {
                Measure = AnalyticsMeasure.Tokens,
                GroupBy = Dimension.Feature,
                Range = TimeRange.Between(Now.AddDays(-10), Now),
            },
            Cancelled);

        SeriesSummary summary = found.Should().ContainSingle().Subject;
        summary.Key.Should().Be("search");
        summary.Count.Should().Be(240);
        summary.Median.Should().Be(1000);
    }

    [Fact]
    public async Task Models_stand_side_by_side_by_what_a_success_costs()
    {
        await _bench.StoreAsync(
        [
            AnalyticsBench.Record(Now.AddHours(-2), "gpt-4o"),
            AnalyticsBench.Record(Now.AddHours(-1)),
        ]);

        IReadOnlyList<ModelEfficiency> found = await _bench.Analytics.GetEfficiencyAsync(
            TimeRange.Last(TimeSpan.FromDays(1)), Cancelled);

        found.Select(m => m.Model).Should().Equal("gpt-4o", "gpt-4o-mini");
        found[0].UsdPerSuccess.Should().BeGreaterThan(found[1].UsdPerSuccess!.Value);
        found[0].SuccessRate.Should().Be(1);
    }

    [Theory]
    [InlineData(AnalyticsMeasure.Cost)]
    [InlineData(AnalyticsMeasure.Latency)]
    [InlineData(AnalyticsMeasure.ErrorRate)]
    public async Task An_empty_store_has_sensible_answers(AnalyticsMeasure measure)
    {
        var query = new AnalyticsQuery { Measure = measure };

        (await _bench.Analytics.DetectAnomaliesAsync(query, Cancelled)).Should().BeEmpty();
        (await _bench.Analytics.GetTrendsAsync(query, Cancelled)).Single().Explanation.Should().NotBeEmpty();
        (await _bench.Analytics.GetRecommendationsAsync(query.Range, Cancelled)).Should().BeEmpty();
        UsageForecast forecast =
            (await _bench.Analytics.ForecastAsync(new ForecastQuery { Series = query }, Cancelled)).Single();
        forecast.Points.Should().OnlyContain(p => double.IsFinite(p.Expected) && double.IsFinite(p.Upper));
    }

    [Fact]
    public async Task An_interval_that_is_neither_hour_nor_day_is_refused_by_name()
    {
        Func<Task> asking = async () => await _bench.Analytics.GetTrendsAsync(
            new AnalyticsQuery { Interval = TimeInterval.Week }, Cancelled);

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("*Interval*1 Week*TimeInterval.Hour*");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static IEnumerable<UsageRecord> Hours(
        DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, int> calls)
    {
        for (DateTimeOffset at = from; at < to; at = at.AddHours(1))
        {
            for (int i = 0; i < calls(at); i++) yield return AnalyticsBench.Record(at.AddSeconds(i));
        }
    }
}
