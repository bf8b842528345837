using CsCheck;
using TokenUsage.Storage;

namespace TokenUsage.Conformance;

/// <summary>Whatever the store and the zone: an answer equals the sum of the records, and its parts equal the whole.</summary>
public abstract class UsageQueryConformance
{
    private static readonly string[] Zones =
    [
        "UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Europe/Berlin",
        "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca",
    ];

    // Around the days on which the clocks of most of these zones changed; Apia skipped a day, São Paulo a midnight.
    private static readonly DateTimeOffset[] Pivots =
    [
        new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero),
        new(2025, 10, 4, 15, 30, 0, TimeSpan.Zero),
        new(2011, 12, 30, 10, 0, 0, TimeSpan.Zero),
        new(2018, 11, 4, 3, 0, 0, TimeSpan.Zero),
        new(2026, 3, 8, 5, 30, 0, TimeSpan.Zero),
    ];

    private static readonly TimeInterval[] Intervals =
    [
        TimeInterval.Day, TimeInterval.Hour, TimeInterval.Week, TimeInterval.Month, new(6, TimeUnit.Hour),
        new(45, TimeUnit.Minute),
        new(7, TimeUnit.Minute), new(2, TimeUnit.Day), new(5, TimeUnit.Minute), new(1, TimeUnit.Minute),
    ];

    private static readonly Gen<Question> Questions =
        from pivot in OneOf(Pivots)
        from zone in OneOf(Zones)
        from interval in OneOf(Intervals)
        from isRound in Gen.Bool
        from before in Gen.Int[1, 60 * 24 * 3]
        from after in Gen.Int[1, 60 * 24 * 3]
        from seconds in Gen.Int[0, 59]
        from offsets in Gen.Int[-60 * 60 * 24 * 4, 60 * 60 * 24 * 4].Array[1, 120]
        from groupBy in OneOf<Dimension[]>(
            [], [Dimension.Model], [Dimension.User], [Dimension.Model, Dimension.User], [Dimension.Tag("team")])
        from filter in OneOf<UsageFilter[]>(
            [], [UsageFilter.In(Dimension.User, "u0", "u2")], [UsageFilter.NotIn(Dimension.Model, "m1")],
            [UsageFilter.Missing(Dimension.Feature)])
        select new Question(pivot, zone, interval, isRound, before, after, seconds, offsets, groupBy, filter);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How often the property is tried; stores on disk take longer.</summary>
    protected virtual int Iterations => 100;

    /// <summary>Makes a read door over an empty, open store.</summary>
    protected abstract Task<(IUsageStore Store, ITokenUsageStats Stats)> CreateAsync();

    /// <summary>Removes what <see cref="CreateAsync"/> made.</summary>
    protected virtual ValueTask CleanUpAsync(IUsageStore store) => default;

    [Fact]
    public async Task Any_range_in_any_zone_equals_the_sum_of_its_records()
    {
        // Where a server is missing the test is skipped here: inside the sampling that would count as a fault.
        await CleanUpAsync((await CreateAsync()).Store);
        await Questions.SampleAsync(
            async question =>
            {
                (IUsageStore store, ITokenUsageStats stats) = await CreateAsync();
                try
                {
                    UsageRecord[] records = question.Records();
                    foreach (UsageRecord[] batch in records.Chunk(25)) await store.AppendAsync(batch, Token);

                    UsageSummary summary = await stats.QueryAsync(question.Query, Token);

                    Check(question, summary, records);
                }
                finally
                {
                    await CleanUpAsync(store);
                }
            },
            iter: Iterations,
            threads: 1);
    }

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static void Check(Question question, UsageSummary summary, UsageRecord[] records)
    {
        UsageRecord[] counted = [.. records.Where(r =>
            r.StartedAt >= question.From && r.StartedAt < question.To && r.Passes(question.Where))];
        UsageTotals expected = Sum(counted);

        (summary.Totals with { ActiveUsers = null }).Should().BeEquivalentTo(expected);
        if (summary.Totals.ActiveUsers is { } users)
        {
            users.Should().Be(counted.Select(r => r.Dimensions.User).OfType<string>().Distinct().Count());
        }

        if (question.GroupBy.Length > 0)
        {
            Groups(summary).Should().BeEquivalentTo(Groups(counted, question.GroupBy));
        }

        summary.Series.Sum(p => p.Totals.Attempts).Should().Be(expected.Attempts, "the points add up to the range");
        summary.Series.Sum(p => p.Totals.PricedUsd ?? 0).Should().Be(expected.PricedUsd ?? 0);
        CheckPoints(question, summary, counted);
    }

    // Each record's point is the last that begins no later than it: what a reader of the chart would say.
    private static void CheckPoints(Question question, UsageSummary summary, UsageRecord[] counted)
    {
        DateTimeOffset[] starts = [.. summary.Series.Select(p => p.Start).Distinct()];
        starts.Should().BeInAscendingOrder();
        if (question.GroupBy.Length > 0) return;

        long[] expected = [.. starts.Select((start, i) => counted
            .Where(r => r.StartedAt >= start && (i + 1 == starts.Length || r.StartedAt < starts[i + 1]))
            .Sum(r => (long)r.Weight))];
        summary.Series.Select(p => p.Totals.Attempts).Should().Equal(expected);
        if (question.Interval.Unit == TimeUnit.Day && question.Interval.Count == 1)
        {
            starts.Select(s => s.Date).Should().OnlyHaveUniqueItems("each local date is one day");
            Dictionary<DateTime, int> byDate = counted
                .GroupBy(r => TimeZoneInfo.ConvertTime(r.StartedAt, question.FindZone()).Date)
                .ToDictionary(g => g.Key, g => g.Sum(r => r.Weight));
            if (!question.HasDoubledMidnight)
            {
                summary.Series.Where(p => p.Totals.Attempts > 0)
                    .ToDictionary(p => p.Start.Date, p => (int)p.Totals.Attempts).Should().BeEquivalentTo(byDate);
            }
        }
    }

    private static Dictionary<string, UsageTotals> Groups(UsageSummary summary) =>
        summary.Groups.ToDictionary(g => NameOf(g.Key), g => g.Totals);

    private static Dictionary<string, UsageTotals> Groups(UsageRecord[] records, Dimension[] groupBy) => records
        .GroupBy(r => NameOf([.. groupBy.Select(d => r.ValueOf(d))]))
        .ToDictionary(g => g.Key, g => Sum(g));

    private static string NameOf(IReadOnlyList<string?> key) => string.Join('|', key.Select(v => v ?? "(none)"));

    private static UsageTotals Sum(IEnumerable<UsageRecord> records)
    {
        var sum = new RollupCell();
        foreach (UsageRecord record in records) sum.Add(record);
        return sum.ToTotals();
    }

    private sealed record Question(
        DateTimeOffset Pivot,
        string Zone,
        TimeInterval Interval,
        bool IsRound,
        int MinutesBefore,
        int MinutesAfter,
        int Seconds,
        int[] Offsets,
        Dimension[] GroupBy,
        UsageFilter[] Where)
    {
        public DateTimeOffset From => Cut(Pivot.AddMinutes(-MinutesBefore).AddSeconds(Seconds));

        public DateTimeOffset To => Cut(Pivot.AddMinutes(MinutesAfter).AddSeconds(Seconds));

        public UsageQuery Query => new()
        {
            Range = TimeRange.Between(From, To),
            TimeZone = Zone,
            Interval = Interval,
            GroupBy = GroupBy,
            Where = Where,
        };

        // Casablanca and others set clocks back over midnight: an hour then belongs to the day before by its clock
        // only.
        public bool HasDoubledMidnight => Enumerable.Range(-24 * 5, 24 * 10).Any(h =>
        {
            DateTimeOffset first = TimeZoneInfo.ConvertTime(Pivot.AddHours(h), FindZone());
            DateTimeOffset next = TimeZoneInfo.ConvertTime(Pivot.AddHours(h + 1), FindZone());
            return next.Offset < first.Offset && next.Hour is 0 or 23;
        });

        public TimeZoneInfo FindZone() => TimeZoneInfo.FindSystemTimeZoneById(Zone);

        public UsageRecord[] Records()
        {
            var factory = new RecordFactory();
            return [.. Offsets.Select((seconds, i) => factory.Make(
                Pivot.AddSeconds(seconds),
                user: i % 5 == 4 ? null : $"u{i % 5}",
                model: $"m{i % 3}",
                feature: i % 2 == 0 ? null : "f",
                input: i,
                usd: i % 7 == 0 ? null : i * 0.0001m) with
                {
                    Attempt = 1 + (i % 11 / 10),
                    Weight = i % 13 == 0 ? 40 : 1,
                })];
        }

        private DateTimeOffset Cut(DateTimeOffset at) => IsRound ? RollupGrid.Floor(at, RollupGrain.QuarterHour) : at;
    }
}
