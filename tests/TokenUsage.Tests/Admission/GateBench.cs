using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Tests.Admission;

/// <summary>A gate over a ledger in memory, with a clock to move and quotas to ask.</summary>
internal sealed class GateBench : IAsyncDisposable, IQuotaListener, ICallCeilings
{
    public GateBench(params QuotaDefinition[] quotas)
        : this(null, null, quotas)
    {
    }

    public GateBench(Action<QuotaOptions>? configure, IQuotaLedger? ledger, params QuotaDefinition[] quotas)
    {
        var options = new QuotaOptions();
        configure?.Invoke(options);
        foreach (QuotaDefinition quota in quotas) options.Quotas.Add(quota);
        Ledger = ledger ?? new MemoryQuotaLedger(Time);
        Gate = new QuotaGate(
            Ledger, new FixedOptions(options), this, Time, NullLogger<QuotaGate>.Instance, [this]);
        Quotas = new TokenQuotas(Gate, Changes, Time, NullLogger<TokenQuotas>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public IQuotaLedger Ledger { get; }

    public QuotaGate Gate { get; }

    public MemoryChangeLog Changes { get; } = new();

    public TokenQuotas Quotas { get; }

    public List<QuotaEvent> Events { get; } = [];

    public PriceCeiling? Price { get; set; }

    public TokenCounts Limits { get; set; }

    public static QuotaRequest Call(long? input = 10, long? output = 10, UsageDimensions? subject = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Provider = "openai",
        Model = "gpt-4o-mini",
        Estimate = new TokenCounts { Input = input, Output = output },
        Subject = subject ?? new UsageDimensions { User = "alice" },
    };

    public async Task<QuotaStatus> StatusAsync(string user = "alice") =>
        (await Quotas.GetStatusAsync(new UsageDimensions { User = user }))[0];

    public async Task<bool> IsAdmittedAsync(QuotaRequest call)
    {
        AdmissionResult result = await Gate.ReserveAsync(AdmissionRequest.From(call), CancellationToken.None);
        return result.Admission is not null;
    }

    public PriceCeiling? FindPrice(string provider, string model) => Price;

    public TokenCounts FindLimits(string provider, string model) => Limits;

    public void OnQuotaEvent(in QuotaEvent quotaEvent) => Events.Add(quotaEvent);

    public ValueTask DisposeAsync() => Gate.DisposeAsync();

    private sealed class FixedOptions(QuotaOptions options) : IOptionsMonitor<QuotaOptions>
    {
        public QuotaOptions CurrentValue => options;

        public QuotaOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<QuotaOptions, string?> listener) => null;
    }
}
