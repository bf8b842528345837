using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Live;
using TokenUsage.Pricing;

namespace TokenUsage.Tests.Pricing;

public class PriceRefresherTests
{
    private readonly ScriptedSource _source = new();
    private readonly FakeTimeProvider _time = new(PricingSetup.Noon);

    [Fact]
    public async Task A_changed_source_comes_into_force()
    {
        using PriceRefresher refresher = Refresher();
        _source.Next = Priced(7);

        await refresher.RefreshAsync(TestContext.Current.CancellationToken);

        InputPrice(refresher).Should().Be(7m);
    }

    [Fact]
    public async Task New_prices_are_told_once_they_are_in_force()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        var feed = new UsageFeed(_time, NullLogger<UsageFeed>.Instance);
        using var refresher = new PriceRefresher(
            [_source], Options.Create(new PricingOptions()), _time, NullLogger<PriceRefresher>.Instance, feed);
        _source.Next = Priced(7);

        await refresher.RefreshAsync(cancelled);
        await refresher.RefreshAsync(cancelled); // finds nothing new

        await using IAsyncEnumerator<FeedEvent> events =
            feed.ReadAsync(new FeedOptions { Replay = 10 }, cancelled).GetAsyncEnumerator(cancelled);
        await events.MoveNextAsync();
        events.Current.Should().BeEquivalentTo(
            new { Kind = FeedEventKind.PriceChanged, Name = "scripted", Value = 1m });
        feed.Statistics.Published.Should().Be(1);
    }

    [Theory]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":""")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":NaN}}]}""")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":1}},{"id":"m","rates":{"input":2}}]}""")]
    [InlineData("""{"provider":"acme","models":[]}""")]
    public async Task A_faulty_source_leaves_the_old_prices_in_force(string faulty)
    {
        using PriceRefresher refresher = Refresher();
        _source.Next = Priced(7);
        await refresher.RefreshAsync(TestContext.Current.CancellationToken);
        PriceBook before = refresher.Current;
        _source.Next = faulty;

        bool changed = await refresher.RefreshAsync(TestContext.Current.CancellationToken);

        changed.Should().BeFalse();
        refresher.Current.Should().BeSameAs(before);
        refresher.Sources[0].Fault.Should().NotBeNull();
    }

    [Fact]
    public async Task Old_prices_are_reported_as_stale_once()
    {
        using PriceRefresher refresher = Refresher();
        _source.Next = Priced(7);
        await refresher.RefreshAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromDays(61));

        await refresher.RefreshAsync(TestContext.Current.CancellationToken);

        refresher.Sources[0].IsStaleReported.Should().BeTrue();
    }

    [Fact]
    public void Options_are_checked_and_every_fault_is_listed()
    {
        var options = new PricingOptions { RefreshInterval = TimeSpan.Zero, CeilingUsdPerMillionTokens = 0 };
        options.Adjustments.Add(new PriceAdjustment { Discount = 12 });
        options.FlatPrices.Add(new FlatPrice());

        ValidateOptionsResult result = new PricingOptionsValidator().Validate(null, options);

        result.Failures.Should().HaveCount(4);
    }

    private static string Priced(int input) =>
        $$"""{"provider":"acme","models":[{"id":"m","rates":{"input":{{input}} } }]}""";

    private static decimal? InputPrice(PriceRefresher refresher) =>
        PricingSetup.With(refresher.Current).Price(PricingSetup.Call("acme", "m", 1_000_000)).Usd;

    private PriceRefresher Refresher() => new(
        [_source], Options.Create(new PricingOptions()), _time, NullLogger<PriceRefresher>.Instance);

    private sealed class ScriptedSource : IPriceSource
    {
        public string? Next { get; set; }

        public string Name => "scripted";

        public bool IsOverride => true;

        public ValueTask<Stream?> OpenIfChangedAsync(CancellationToken cancellationToken)
        {
            string? content = Next;
            Next = null;
            return new ValueTask<Stream?>(content is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(content)));
        }
    }
}
