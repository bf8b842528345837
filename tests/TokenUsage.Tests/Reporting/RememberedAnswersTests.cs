using CsCheck;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Conformance;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Reporting;

public sealed class RememberedAnswersTests : IDisposable
{
    private static readonly UsageQuery Yesterday = new()
    {
        Range = TimeRange.Between(RecordFactory.Noon.AddDays(-1), RecordFactory.Noon.AddHours(-1)),
        GroupBy = [Dimension.User],
    };

    private readonly FakeTimeProvider _time = new(RecordFactory.Noon);
    private readonly InMemoryUsageStore _store = new();
    private readonly RecordFactory _records = new();
    private readonly StoreGate _gate;
    private readonly TokenUsageCache _cache;
    private readonly UsageStats _stats;

    public RememberedAnswersTests()
    {
        _gate = new StoreGate(_store);
        _cache = new TokenUsageCache(new CacheOptions(), _time);
        var answers = new RememberedAnswers(_cache, _gate.Changes, TimeSpan.FromSeconds(1));
        _stats = new UsageStats(_gate, new LiveTotals(), () => 0, _time, answers);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task The_same_question_is_answered_from_memory()
    {
        await AppendAsync(RecordFactory.Noon.AddHours(-2));
        UsageSummary first = await _stats.QueryAsync(Yesterday, Token);

        UsageSummary second = await _stats.QueryAsync(Yesterday, Token);

        _cache.Statistics.Should().BeEquivalentTo(new { Hits = 1, Misses = 1 });
        second.Totals.Should().BeSameAs(first.Totals);
    }

    [Fact]
    public async Task A_new_record_in_the_range_makes_a_new_answer()
    {
        await AppendAsync(RecordFactory.Noon.AddHours(-2));
        await _stats.QueryAsync(Yesterday, Token);

        await AppendAsync(RecordFactory.Noon.AddHours(-3));

        (await _stats.QueryAsync(Yesterday, Token)).Totals.Calls.Should().Be(2);
    }

    [Fact]
    public async Task A_new_record_outside_of_the_range_leaves_the_answer_as_it_is()
    {
        await _stats.QueryAsync(Yesterday, Token);

        await AppendAsync(RecordFactory.Noon);
        await _stats.QueryAsync(Yesterday, Token);

        _cache.Statistics.Hits.Should().Be(1);
    }

    [Fact]
    public async Task What_another_process_appends_makes_a_new_answer()
    {
        await _stats.QueryAsync(Yesterday, Token);

        await _store.AppendAsync([_records.Make(RecordFactory.Noon.AddHours(-2))], Token);

        (await _stats.QueryAsync(Yesterday, Token)).Totals.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_range_that_moves_on_is_remembered_for_a_moment_and_says_of_which()
    {
        var lastHour = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromHours(1)) };
        UsageSummary first = await _stats.QueryAsync(lastHour, Token);

        _time.Advance(TimeSpan.FromMilliseconds(900));
        UsageSummary second = await _stats.QueryAsync(lastHour, Token);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        UsageSummary third = await _stats.QueryAsync(lastHour, Token);

        second.AsOf.Should().Be(first.AsOf);
        third.AsOf.Should().Be(RecordFactory.Noon.AddMilliseconds(1_100));
    }

    [Fact]
    public async Task An_erased_user_is_in_no_remembered_answer()
    {
        await AppendAsync(RecordFactory.Noon.AddHours(-2));
        await _stats.QueryAsync(Yesterday, Token);

        await new RememberedUsers(_cache).EraseUserAsync(["alice"], Token);

        _cache.Statistics.Entries.Should().Be(0);
    }

    [Fact]
    public async Task Whatever_is_appended_between_questions_answers_are_those_of_the_store()
    {
        var asking = new UsageStats(_gate, new LiveTotals(), () => 0, _time);
        await Gen.Select(Gen.Int[0, 47], Gen.Int[0, 3], Gen.Int[0, 9]).Array[1, 60].SampleAsync(
            async steps =>
            {
                foreach ((int hour, int half, int chance) in steps)
                {
                    UsageRecord record = _records.Make(RecordFactory.Noon.AddHours(-hour));
                    await (chance == 0 ? (IUsageStore)_store : _gate).AppendAsync([record], Token);
                    DateTimeOffset from = RecordFactory.Noon.AddHours(-12 * (half + 1));
                    var query = new UsageQuery { Range = TimeRange.Between(from, from.AddHours(12)) };

                    UsageSummary remembered = await _stats.QueryAsync(query, Token);
                    UsageSummary read = await asking.QueryAsync(query, Token);
                    remembered.Totals.Calls.Should().Be(read.Totals.Calls);
                }
            },
            iter: 20, threads: 1);
        _cache.Statistics.Hits.Should().BePositive();
    }

    private async Task AppendAsync(DateTimeOffset at) => await _gate.AppendAsync([_records.Make(at)], Token);
}
