using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Capture;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Support;

/// <summary>A whole monitor over the in-memory store, whose records a test can read.</summary>
internal sealed class TestMonitor : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestMonitor(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public ITokenUsageStats Stats => _services.GetRequiredService<ITokenUsageStats>();

    public ITokenTracker Tracker => _services.GetRequiredService<ITokenTracker>();

    public static TestMonitor Create(
        Action<IServiceCollection>? services = null, Action<TokenMonitoringOptions>? configure = null)
    {
        var collection = new ServiceCollection();
        collection.AddTokenMonitoring(options =>
        {
            options.Recording.Durability = Durability.Memory;
            options.Recording.BatchInterval = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        services?.Invoke(collection);
        return new TestMonitor(collection.BuildServiceProvider());
    }

    /// <summary>Makes a client whose calls are observed and answered by a stub.</summary>
    public HttpClient CreateHttpClient(HttpMessageHandler inner, CaptureOptions? options = null) =>
        new(CreateHandler(inner, options));

    public DelegatingHandler CreateHandler(HttpMessageHandler inner, CaptureOptions? options = null) =>
        new TokenUsageHandler(_services.GetRequiredService<WireObserver>(), options ?? new CaptureOptions())
        {
            InnerHandler = inner,
        };

    public IChatClient Observe(IChatClient client) =>
        new ChatClientBuilder(client).UseTokenMonitoring().Build(_services);

    /// <summary>Waits until everything is stored, and reads it in the order in which it began.</summary>
    public async Task<IReadOnlyList<UsageRecord>> RecordsAsync()
    {
        FlushReport report = await Tracker.FlushAsync(
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        report.Pending.Should().Be(0);

        var records = new List<UsageRecord>();
        var everything = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(1)) };
        await foreach (UsageRecord record in Stats.ReadAsync(everything, TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return [.. records.OrderBy(record => record.Id)];
    }

    /// <summary>Waits for the one record of a call that ends in the background.</summary>
    public async Task<UsageRecord> SingleRecordAsync()
    {
        while (Stats.Current.Attempts == 0)
        {
            await Tracker.FlushAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            await Task.Yield();
        }

        return (await RecordsAsync()).Single();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
