using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Tenants;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

public sealed class UnpricedLedgerTests : IDisposable
{
    private readonly CountingLogger _logger = new();
    private readonly SingleMeter _meters = new();

    [Fact]
    public void T39_an_unknown_model_is_counted_and_named_once()
    {
        var ledger = new UnpricedLedger(_logger);
        CallPricer pricer = Pricer(ledger);

        for (int i = 0; i < 3; i++) pricer.Price(Call("openai", "gpt-9", 1_000, 100)).Usd.Should().BeNull();

        ledger.Calls.Should().Be(3);
        ledger.Tokens.Should().Be(3_300);
        _logger.Lines.Should().ContainSingle().Which.Should().Contain("gpt-9");
    }

    [Fact]
    public void A_call_that_is_only_supposed_is_not_counted()
    {
        var ledger = new UnpricedLedger(_logger);

        Pricer(ledger).Suppose(Call("openai", "gpt-9", 1_000, 100)).Usd.Should().BeNull();

        ledger.Calls.Should().Be(0);
        _logger.Lines.Should().BeEmpty();
    }

    [Fact]
    public void Prices_that_still_lack_the_model_do_not_name_it_again()
    {
        var ledger = new UnpricedLedger(_logger);

        for (int i = 0; i < 3; i++)
        {
            var shelf = new PriceShelf(new PriceBook([PriceShelf.BuiltIn]));
            new CallPricer(shelf, TenantPricing.None, ledger).Price(Call("openai", "gpt-9", 1));
        }

        _logger.Lines.Should().ContainSingle();
    }

    [Fact]
    public void Calls_and_tokens_are_instruments_with_the_model_as_a_tag()
    {
        var measured = new List<(string Instrument, long Value, string? Model)>();
        using MeterListener listener = Listen(measured);
        CallPricer pricer = Pricer(new UnpricedLedger(_logger, new MonitorMeter(_meters)));

        pricer.Price(Call("openai", "gpt-9", 1_000, 100));

        measured.Should().Equal(
            (UnpricedLedger.CallsInstrument, 1, "gpt-9"), (UnpricedLedger.TokensInstrument, 1_100, "gpt-9"));
    }

    [Fact]
    public void Names_beyond_the_bound_are_one_series_and_no_further_log_line()
    {
        var measured = new List<(string Instrument, long Value, string? Model)>();
        using MeterListener listener = Listen(measured);
        CallPricer pricer = Pricer(new UnpricedLedger(_logger, new MonitorMeter(_meters)));

        for (int i = 0; i < UnpricedLedger.MaxModels + 20; i++) pricer.Price(Call("openai", $"gpt-9-{i}", 1));

        measured.Select(one => one.Model).Distinct()
            .Should().HaveCount(UnpricedLedger.MaxModels + 1).And.Contain("other");
        _logger.Lines.Should().HaveCount(UnpricedLedger.MaxModels);
    }

    [Fact]
    public async Task A_listener_is_told_once_and_its_fault_reaches_nobody()
    {
        var told = new TaskCompletionSource<UnpricedModel>(TaskCreationOptions.RunContinuationsAsynchronously);
        var faulty = new Listener(_ => throw new InvalidOperationException());
        CallPricer pricer =
            Pricer(new UnpricedLedger(_logger, listeners: [faulty, new Listener(told.SetResult)]));

        pricer.Price(Call("openai", "gpt-9", 1));
        pricer.Price(Call("openai", "gpt-9", 1));

        UnpricedModel model = await told.Task.WaitAsync(TestContext.Current.CancellationToken);
        model.Should().BeEquivalentTo(new { Provider = "openai", Model = "gpt-9" });
    }

    public void Dispose() => _meters.Dispose();

    private static CallPricer Pricer(UnpricedLedger ledger) =>
        new(PriceShelf.OfBuiltIn(), TenantPricing.None, ledger);

    private MeterListener Listen(List<(string Instrument, long Value, string? Model)> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, _meters.Made)) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measured.Add((instrument.Name, value, tags[^1].Value as string)));
        listener.Start();
        return listener;
    }

    private sealed class Listener(Action<UnpricedModel> tell) : IUnpricedModelListener
    {
        public void OnUnpriced(UnpricedModel model) => tell(model);
    }

    private sealed class SingleMeter : IMeterFactory
    {
        public Meter? Made { get; private set; }

        public Meter Create(MeterOptions options) => Made ??= new Meter(options);

        public void Dispose() => Made?.Dispose();
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
