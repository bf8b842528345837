using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Collections;
using TokenUsage.Storage;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Reporting.Analytics;

/// <summary>A store of planted records, and the analytics over it.</summary>
internal sealed class AnalyticsBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    private readonly TestMonitor _monitor = TestMonitor.Create(
        services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));

    public ITokenAnalytics Analytics => _monitor.Services.GetRequiredService<ITokenAnalytics>();

    public ICallRepricer Prices => _monitor.Services.GetRequiredService<ICallRepricer>();

    public IServiceProvider Services => _monitor.Services;

    public static UsageRecord Record(
        DateTimeOffset at, string model = "gpt-4o-mini", string? feature = "search") =>
        new()
        {
            Id = GuidSource.Next(at),
            OperationId = GuidSource.Next(at),
            StartedAt = at,
            Duration = TimeSpan.FromSeconds(1),
            Provider = "openai",
            Operation = "chat",
            Model = model,
            Tokens = new TokenCounts { Input = 800, Output = 200 },
            Cost = new Cost { Status = CostStatus.Unpriced },
            Dimensions = new UsageDimensions { Feature = feature },
        };

    /// <summary>Stores records, priced as capture would have.</summary>
    public async Task StoreAsync(IEnumerable<UsageRecord> records)
    {
        UsageRecord[] priced = [.. records.Select(Price)];
        foreach (UsageRecord[] batch in priced.Chunk(500))
        {
            await _monitor.Services.GetRequiredService<StoreGate>()
                .AppendAsync(batch, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    private UsageRecord Price(UsageRecord record) => Prices.PriceOf(record) is { } usd
        ? record with { Cost = new Cost { Status = CostStatus.Priced, Usd = usd } }
        : record;
}
