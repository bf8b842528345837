using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Recording;

namespace TokenUsage.Sdk.Tests.Support;

/// <summary>An application's container with a monitor that keeps its records in memory.</summary>
internal sealed class MonitoredServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private MonitoredServices(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public static MonitoredServices Create(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring(options =>
        {
            options.Recording.Durability = Durability.Memory;
            options.Recording.BatchInterval = TimeSpan.FromMilliseconds(1);
        });
        configure(services);
        return new MonitoredServices(services.BuildServiceProvider());
    }

    public HttpClient CreateHttpClient(string name) =>
        _services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    /// <summary>Reads every record, in the order in which the calls began.</summary>
    public async Task<IReadOnlyList<UsageRecord>> RecordsAsync()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await _services.GetRequiredService<ITokenTracker>().FlushAsync(TimeSpan.FromSeconds(30), token);
        var records = new List<UsageRecord>();
        var everything = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(1)) };
        ITokenUsageStats stats = _services.GetRequiredService<ITokenUsageStats>();
        await foreach (UsageRecord record in stats.ReadAsync(everything, token)) records.Add(record);

        return [.. records.OrderBy(record => record.Id)];
    }

    /// <summary>Reads the records once there are so many: a hedge that lost is let go of behind the caller's back.</summary>
    public async Task<IReadOnlyList<UsageRecord>> RecordsAsync(int atLeast)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (true)
        {
            IReadOnlyList<UsageRecord> records = await RecordsAsync();
            if (records.Count >= atLeast || patience.IsCancellationRequested) return records;
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
