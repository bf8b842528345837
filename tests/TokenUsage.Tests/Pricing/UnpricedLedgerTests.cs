using Microsoft.Extensions.Logging;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Tenants;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

public class UnpricedLedgerTests
{
    [Fact]
    public void T39_an_unknown_model_is_counted_and_named_once()
    {
        var logger = new CountingLogger();
        var ledger = new UnpricedLedger(logger);
        var pricer = new CallPricer(PriceShelf.OfBuiltIn(), TenantPricing.None, ledger);

        for (int i = 0; i < 3; i++) pricer.Price(Call("openai", "gpt-9", 1_000, 100)).Usd.Should().BeNull();

        ledger.Calls.Should().Be(3);
        ledger.Tokens.Should().Be(3_300);
        logger.Lines.Should().ContainSingle().Which.Should().Contain("gpt-9");
    }

    private sealed class CountingLogger : ILogger<UnpricedLedger>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
