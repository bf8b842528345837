using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Recording;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>A monitor whose records are handed out call by call, for tests that make thousands of calls.</summary>
internal sealed class RecordedMonitor : IUsageObserver, IAsyncDisposable
{
    private readonly ConcurrentQueue<UsageRecord> _records = new();
    private readonly TokenMonitor _monitor;

    public RecordedMonitor() => _monitor = TokenMonitor.Create(builder =>
    {
        builder.Services.AddSingleton<IUsageObserver>(this);
        builder.Services.AddTokenMonitoring(options =>
        {
            options.Recording.Durability = Durability.Memory;
            options.Recording.BatchInterval = TimeSpan.Zero;
        });
    });

    public HttpMessageInvoker CreateClient(HttpMessageHandler inner) => new(_monitor.CreateHandler(inner));

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        foreach (UsageRecord record in stored) _records.Enqueue(record);
    }

    /// <summary>Takes the records of the calls made since the last time.</summary>
    public async Task<IReadOnlyList<UsageRecord>> TakeAsync()
    {
        FlushReport report = await _monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(30));
        report.Pending.Should().Be(0);
        var taken = new List<UsageRecord>();
        while (_records.TryDequeue(out UsageRecord? record)) taken.Add(record);
        return taken;
    }

    public static HttpRequestMessage Ask(Exchange recording) => new(new HttpMethod(recording.Method), recording.Address)
    {
        Content = recording.RequestBody.Length > 0 ? new ByteArrayContent(recording.RequestBody) : null,
    };

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();
}
