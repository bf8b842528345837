using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests;

/// <summary>What an answer says, and does not claim, once retention has deleted what lies behind it.</summary>
public sealed class RetainedQueryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DatabaseFolder _folder = new();
    private readonly SqliteUsageStore _store;
    private readonly UsageStats _stats;

    public RetainedQueryTests()
    {
        _store = new SqliteUsageStore(_folder.Options) { MergeEvery = 5 };
        _stats = new UsageStats(_store, new LiveTotals(), () => 0, new FakeTimeProvider(Start.AddDays(20)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Twenty days with a record every ten minutes; records are kept of the last ten, quarter-hours of the last fifteen.
    public async ValueTask InitializeAsync()
    {
        await _store.OpenAsync(Token);
        var records = new RecordFactory();
        foreach (int[] batch in Enumerable.Range(0, 20 * 144).Chunk(144))
        {
            await _store.AppendAsync(
                [.. batch.Select(i => records.Make(Start.AddMinutes(i * 10), $"u{i % 3}", $"m{i % 2}"))], Token);
        }

        await _store.ApplyRetentionAsync(
            new RetentionPlan { Records = Start.AddDays(10), QuarterHours = Start.AddDays(5), Days = Start }, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Days_of_a_zone_are_exact_for_as_long_as_there_are_quarter_hours()
    {
        UsageSummary summary = await AskAsync(6, 9);

        summary.ExactFrom.Should().BeNull();
        summary.Series.Select(p => p.Totals.Attempts).Should().Equal(144, 144, 144);
    }

    [Fact]
    public async Task Days_of_a_zone_are_counted_by_days_in_UTC_where_there_are_no_quarter_hours_any_more()
    {
        UsageSummary summary = await AskAsync(1, 4);

        summary.ExactFrom.Should().NotBeNull();
        summary.Totals.Attempts.Should().Be(3 * 144);
        summary.Series.Select(p => p.Totals.Attempts).Should().Equal(144, 144, 144);
    }

    [Fact]
    public async Task Groups_that_only_records_know_begin_with_the_records()
    {
        var query = new UsageQuery
        {
            Range = TimeRange.Between(Start, Start.AddDays(20)),
            GroupBy = [Dimension.Model, Dimension.User],
        };

        UsageSummary summary = await _stats.QueryAsync(query, Token);

        summary.ExactFrom.Should().Be(Start.AddDays(10));
        summary.Totals.Attempts.Should().Be(10 * 144);
    }

    [Fact]
    public async Task Minutes_answer_for_as_long_as_there_are_records()
    {
        var query = new UsageQuery
        {
            Range = TimeRange.Between(Start.AddDays(12), Start.AddDays(12).AddHours(1)),
            GroupBy = [Dimension.Model],
            Interval = new TimeInterval(1, TimeUnit.Minute),
        };

        UsageSummary summary = await _stats.QueryAsync(query, Token);

        summary.ExactFrom.Should().BeNull();
        summary.Series.Select(p => p.Start.Minute).Should().Equal(0, 10, 20, 30, 40, 50);
    }

    // Days in India, which begin five and a half hours before those in UTC.
    private async Task<UsageSummary> AskAsync(int from, int to)
    {
        DateTimeOffset midnight = Start.AddHours(-5.5);
        var query = new UsageQuery
        {
            Range = TimeRange.Between(midnight.AddDays(from), midnight.AddDays(to)),
            Interval = TimeInterval.Day,
            TimeZone = "Asia/Kolkata",
        };
        return await _stats.QueryAsync(query, Token);
    }
}
