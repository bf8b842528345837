using CsCheck;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Conformance;
using TokenUsage.Querying;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Querying;

public sealed class RememberedSumsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon);
    private readonly InMemoryUsageStore _store = new();
    private readonly RecordFactory _records = new();
    private readonly StoreGate _gate;
    private readonly TokenUsageCache _cache;
    private readonly UsageStats _asking;
    private readonly UsageStats _remembering;

    public RememberedSumsTests()
    {
        _gate = new StoreGate(_store);
        _cache = new TokenUsageCache(new CacheOptions(), _time);
        var sums = new RememberedSums(_cache, _gate.Changes, leastRows: 1);
        _asking = new UsageStats(_gate, new LiveTotals(), () => 0, _time);
        _remembering = new UsageStats(_gate, new LiveTotals(), () => 0, _time, sums: sums);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task The_days_of_a_range_that_moves_on_are_read_once()
    {
        await AppendAsync(RecordFactory.Noon.AddDays(-3), "alice");
        UsageQuery query = LastDays(null, []);
        await _remembering.QueryAsync(query, Token);
        long before = _cache.Statistics.Hits;

        _time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync(_time.GetUtcNow(), "bob");
        UsageSummary second = await _remembering.QueryAsync(query, Token);

        _cache.Statistics.Hits.Should().BeGreaterThan(before);
        second.Totals.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_late_record_of_a_day_is_in_the_next_answer()
    {
        await AppendAsync(RecordFactory.Noon.AddDays(-3), "alice");
        await _remembering.QueryAsync(LastDays(null, []), Token);

        await AppendAsync(RecordFactory.Noon.AddDays(-3), "bob");

        UsageSummary summary = await _remembering.QueryAsync(LastDays(null, []), Token);
        summary.Totals.Should().BeEquivalentTo(new { Calls = 2, ActiveUsers = 2 });
    }

    [Fact]
    public async Task Whatever_is_appended_by_whomever_the_answers_are_those_of_the_store()
    {
        Gen<(int Hour, int User, int Chance)> step = Gen.Select(Gen.Int[0, 200], Gen.Int[0, 4], Gen.Int[0, 9]);
        await step.Array[1, 40].SampleAsync(
            async steps =>
            {
                foreach ((int hour, int user, int chance) in steps)
                {
                    UsageRecord record = Make(_time.GetUtcNow().AddHours(-hour), $"user-{user}");
                    await (chance == 0 ? (IUsageStore)_store : _gate).AppendAsync([record], Token);
                    _time.Advance(TimeSpan.FromMinutes(chance));
                    UsageQuery query = LastDays(
                        chance % 2 == 0 ? TimeInterval.Day : null,
                        chance % 3 == 0 ? [UsageFilter.In(Dimension.User, "user-1", "user-2")] : []);

                    UsageSummary remembered = await _remembering.QueryAsync(query, Token);
                    UsageSummary read = await _asking.QueryAsync(query, Token);
                    remembered.Should().BeEquivalentTo(read, options => options.Excluding(s => s.AsOf));
                }
            },
            iter: 10, threads: 1);
        _cache.Statistics.Hits.Should().BePositive();
    }

    private static UsageQuery LastDays(TimeInterval? interval, IReadOnlyList<UsageFilter> where) => new()
    {
        Range = TimeRange.Last(TimeSpan.FromDays(7)),
        TimeZone = "Europe/Berlin",
        Interval = interval,
        GroupBy = interval is null ? [] : [Dimension.User],
        Breakdowns = [Dimension.User, Dimension.Model],
        Where = where,
        Top = 3,
    };

    private UsageRecord Make(DateTimeOffset at, string user)
    {
        UsageRecord record = _records.Make(at);
        return record with { Dimensions = record.Dimensions with { User = user } };
    }

    private async Task AppendAsync(DateTimeOffset at, string user) =>
        await _gate.AppendAsync([Make(at, user)], Token);
}
