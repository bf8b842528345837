namespace TokenUsage.Tests.Reporting.Analytics;

public sealed class ChangeExplanationTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);
    private readonly AnalyticsBench _bench = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_feature_that_moved_to_a_dearer_model_is_named_first_with_the_right_amount()
    {
        DateTimeOffset earlier = Monday.AddDays(-7);
        UsageRecord[] before = [.. Week(earlier, "gpt-4o-mini"), .. Week(earlier, "gpt-4o-mini", "chat")];
        UsageRecord[] after = [.. Week(Monday, "gpt-4o"), .. Week(Monday, "gpt-4o-mini", "chat")];
        await _bench.StoreAsync(before.Concat(after));

        ChangeExplanation explanation = await ExplainAsync();

        CostDriver first = explanation.Drivers[0];
        first.Key.Should().Be("search");
        first.Kind.Should().Be(CostDriverKind.ModelMix);
        first.Usd.Should().Be(explanation.AfterUsd - explanation.BeforeUsd);
        first.Message.Should().StartWith("search: calls moved to dearer models, +$");
    }

    [Fact]
    public async Task The_recommended_saving_is_the_difference_of_the_same_calls_at_the_cheaper_model()
    {
        UsageRecord[] cheap = [.. Week(Monday.AddDays(-6), "gpt-4o-mini")];
        UsageRecord[] dear = [.. Week(Monday, "gpt-4o")];
        await _bench.StoreAsync(cheap.Concat(dear));

        IReadOnlyList<Recommendation> found = await _bench.Analytics.GetRecommendationsAsync(
            TimeRange.Between(Monday.AddDays(-7), Monday.AddDays(7)), Cancelled);

        var cheaper = new CallChange { Provider = "openai", Model = "gpt-4o-mini" };
        decimal expected = dear.Sum(r => _bench.Prices.PriceOf(r)!.Value)
            - dear.Sum(r => _bench.Prices.PriceOf(r, cheaper)!.Value);
        Recommendation best = found[0];
        best.Kind.Should().Be(RecommendationKind.CheaperModel);
        best.SavingUsd.Should().Be(expected).And.BePositive();
        best.Priority.Should().Be(Priority.High);
        best.Evidence.Should().HaveCount(10).And.BeSubsetOf(dear.Select(r => r.Id));
    }

    [Fact]
    public async Task Twice_the_calls_are_volume_and_nothing_else()
    {
        await _bench.StoreAsync(
            Week(Monday.AddDays(-7), "gpt-4o").Concat(Week(Monday, "gpt-4o")).Concat(Week(Monday, "gpt-4o")));

        ChangeExplanation explanation = await ExplainAsync();

        CostDriver only = explanation.Drivers.Should().ContainSingle().Subject;
        only.Kind.Should().Be(CostDriverKind.Volume);
        only.Usd.Should().Be(explanation.AfterUsd - explanation.BeforeUsd);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static IEnumerable<UsageRecord> Week(DateTimeOffset from, string model, string feature = "search") =>
        Enumerable.Range(0, 7 * 24).Select(hour => AnalyticsBench.Record(from.AddHours(hour), model, feature));

    private async Task<ChangeExplanation> ExplainAsync() => await _bench.Analytics.ExplainChangeAsync(
        new ChangeQuery { Range = TimeRange.Between(Monday, Monday.AddDays(7)) }, Cancelled);
}
