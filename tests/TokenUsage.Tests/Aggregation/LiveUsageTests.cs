using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Aggregation;
using TokenUsage.Storage;
using TokenUsage.Testing;
using TokenUsage.Testing.Generation;

namespace TokenUsage.Tests.Aggregation;

public sealed class LiveUsageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 30, 20, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly LiveTotals _totals = new();

    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(5_000)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void A_sliding_window_counts_what_the_buckets_it_names_hold(int seconds)
    {
        LiveUsage usage = Create();
        UsageRecord[] records = Records(Now.AddDays(-20), hours: 20 * 24 + 12);
        Feed(usage, records);

        LiveReading reading = usage.Read(new LiveQuery { Window = LiveWindow.Sliding(TimeSpan.FromSeconds(seconds)) });

        UsageRecord[] expected = [.. records.Where(r => r.StartedAt >= reading.From && r.StartedAt <= Now)];
        reading.Totals.Should().BeEquivalentTo(
            RecordedUsage.Sum(expected), o => o.Excluding(t => t.ActiveUsers));
    }

    [Fact]
    public void A_window_begins_where_the_bucket_of_its_first_moment_begins()
    {
        LiveReading reading = Create().Read(new LiveQuery { Window = LiveWindow.Sliding(TimeSpan.FromMinutes(5)) });

        reading.From.Should().Be(new DateTimeOffset(2026, 3, 4, 12, 25, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_tumbling_window_begins_at_a_multiple_of_its_length()
    {
        LiveReading reading = Create().Read(new LiveQuery { Window = LiveWindow.Tumbling(TimeSpan.FromMinutes(20)) });

        reading.From.Should().Be(new DateTimeOffset(2026, 3, 4, 12, 20, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_fixed_window_of_yesterday_is_answered_by_the_hour()
    {
        LiveUsage usage = Create();
        UsageRecord[] records = Records(Now.AddDays(-2), hours: 48);
        Feed(usage, records);
        DateTimeOffset from = new(2026, 3, 3, 8, 0, 0, TimeSpan.Zero);

        LiveReading reading = usage.Read(new LiveQuery { Window = LiveWindow.Fixed(from, from.AddHours(3)) });

        reading.Series.Should().HaveCount(3).And.OnlyContain(p => p.Width == TimeSpan.FromHours(1));
        reading.Totals.Attempts.Should().Be(
            records.Count(r => r.StartedAt >= from && r.StartedAt < from.AddHours(3)));
    }

    [Fact]
    public void Groups_and_other_add_up_to_the_totals()
    {
        LiveUsage usage = Create(new AggregationOptions { MaxKeys = 3 });
        UsageRecord[] records = Records(Now.AddMinutes(-50), hours: 1);
        Feed(usage, records);

        LiveReading reading = usage.Read(new LiveQuery { By = Dimension.User, Top = 2 });

        reading.Groups.Aggregate(default(LiveCount), (sum, g) => sum + g.Count).PricedUsd
            .Should().Be(reading.Totals.PricedUsd);
        reading.Groups.Should().HaveCount(3).And.Subject.Last().IsOther.Should().BeTrue();
    }

    [Fact]
    public void Sums_by_name_are_those_of_a_plain_count_however_values_follow_each_other() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 500]).Array[0, 60].Array[0, 6].Sample(batches =>
        {
            var usage = new LiveUsage(new LiveTotals(), new AggregationOptions { MaxKeys = 3 }, _time);
            UsageRecord[][] records = [.. batches.Select(batch => batch.Select(RecordOf).ToArray())];
            foreach (UsageRecord[] batch in records) usage.Observe(batch);

            LiveReading reading = usage.Read(new LiveQuery { By = Dimension.User });

            var expected = records.SelectMany(batch => batch)
                .GroupBy(record => record.Dimensions.User, record => record.Tokens.Input!.Value)
                .Select(group => (group.Key, Calls: (long)group.Count(), Input: group.Sum()));
            reading.Groups.Select(group => (group.Key, group.Count.Attempts, group.Count.InputTokens))
                .Should().BeEquivalentTo(expected);
        });

    [Fact]
    public void What_does_not_fit_is_counted()
    {
        LiveUsage usage = Create(new AggregationOptions { MaxKeys = 1, Dimensions = [Dimension.User] });
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0];

        usage.Observe([Of(record, "a"), Of(record, "b"), Of(record, "b")]);

        usage.Statistics.Overflowed.Should().Be(2);
    }

    [Fact]
    public void Users_are_counted_exactly_while_their_names_fit()
    {
        LiveUsage usage = Create();
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0];

        usage.Observe([Of(record, "a"), Of(record, "b"), Of(record, "b")]);

        LiveReading reading = usage.Read(new LiveQuery());
        (reading.Totals.ActiveUsers, reading.AreUsersEstimated).Should().Be((2L, false));
    }

    [Fact]
    public void Many_users_are_estimated_within_a_twentieth()
    {
        LiveUsage usage = Create();
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0];

        usage.Observe([.. Enumerable.Range(0, 20_000).Select(i => Of(record, $"user-{i}"))]);

        LiveReading reading = usage.Read(new LiveQuery());
        reading.AreUsersEstimated.Should().BeTrue();
        reading.Totals.ActiveUsers.Should().BeInRange(18_000, 22_000); // four standard errors
    }

    [Fact]
    public void A_record_of_the_future_is_in_the_totals_and_in_no_bucket()
    {
        LiveUsage usage = Create();
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0];

        usage.Observe([record with { StartedAt = Now.AddYears(1) }]);

        usage.Statistics.OutOfRange.Should().Be(1);
        _totals.Snapshot().Attempts.Should().Be(1);
    }

    [Fact]
    public void Minutes_that_leave_the_last_hour_stay_in_their_hour()
    {
        LiveUsage usage = Create();
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0] with { StartedAt = Now };
        usage.Observe([record]);

        _time.Advance(TimeSpan.FromHours(5));

        usage.Read(new LiveQuery { Window = LiveWindow.Sliding(TimeSpan.FromHours(6)) }).Totals.Attempts.Should().Be(1);
    }

    [Fact]
    public void An_erased_user_is_not_named_any_more()
    {
        LiveUsage usage = Create();
        UsageRecord record = Records(Now.AddMinutes(-50), hours: 1)[0];
        usage.Observe([Of(record, "alice")]);

        usage.EraseUser(["alice"]).Should().Be(1);

        usage.Read(new LiveQuery { By = Dimension.User }).Groups.Select(g => g.Key).Should().NotContain("alice");
    }

    [Fact]
    public void A_dimension_that_is_not_kept_is_an_error_that_names_the_setting() =>
        Create().Invoking(u => u.Read(new LiveQuery { By = Dimension.Session }))
            .Should().Throw<ArgumentException>().WithMessage("LiveQuery.By is session;*Aggregation.Dimensions.");

    [Fact]
    public async Task After_a_restart_windows_say_what_they_said_before()
    {
        UsageRecord[] records = Records(Now.AddDays(-10), hours: 10 * 24);
        LiveUsage before = Create();
        Feed(before, records);
        var store = new InMemoryUsageStore();
        await store.AppendAsync(records, TestContext.Current.CancellationToken);

        LiveUsage after = Create();
        await after.WarmUpAsync(store, NullLogger.Instance, TestContext.Current.CancellationToken);

        foreach (int hours in (int[])[1, 30, 200])
        {
            var query = new LiveQuery { Window = LiveWindow.Sliding(TimeSpan.FromHours(hours)), By = Dimension.Model };
            after.Read(query).Should().BeEquivalentTo(before.Read(query), o => o.Excluding(r => r.OutputSpeed));
        }
    }

    [Fact]
    public async Task Nothing_is_read_from_the_store_once_records_have_come()
    {
        UsageRecord[] records = Records(Now.AddMinutes(-50), hours: 1);
        var store = new InMemoryUsageStore();
        await store.AppendAsync(records, TestContext.Current.CancellationToken);
        LiveUsage usage = Create();
        usage.Observe(records);

        await usage.WarmUpAsync(store, NullLogger.Instance, TestContext.Current.CancellationToken);

        usage.Statistics.IsWarm.Should().BeFalse();
    }

    private static UsageRecord Of(UsageRecord record, string user) =>
        record with { Dimensions = new UsageDimensions { User = user } };

    // Three users, one of them nobody's name, in three minutes.
    private static UsageRecord RecordOf((int User, int MinutesAgo, int Input) of) => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = Now.AddMinutes(-of.MinutesAgo),
        Provider = "openai",
        Operation = "chat",
        Tokens = new TokenCounts { Input = of.Input, Output = 0 },
        Cost = Cost.Unpriced,
        Dimensions = new UsageDimensions { User = of.User == 0 ? null : new string([(char)('a' + of.User)]) },
    };

    private static UsageRecord[] Records(DateTimeOffset from, int hours) =>
        [.. UsageGenerator.Generate(new UsageGeneratorOptions { Start = from, Hours = hours, Scale = 0.5 })
            .Where(r => r.StartedAt <= Now)];

    private static void Feed(LiveUsage usage, UsageRecord[] records)
    {
        foreach (UsageRecord[] batch in records.Chunk(50)) usage.Observe(batch);
    }

    private LiveUsage Create(AggregationOptions? options = null) =>
        new(_totals, options ?? new AggregationOptions(), _time);
}
