using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TokenUsage.Recording;

namespace TokenUsage.Benchmarks;

/// <summary>What <c>UseTokenMonitoring()</c> costs on the caller's thread, beside <c>UseOpenTelemetry()</c>.</summary>
[MemoryDiagnoser]
public class ChatClientBenchmarks
{
    private const string Source = "TokenUsage.Benchmarks";

    private static readonly ChatMessage[] Prompt = [new(ChatRole.User, "How many orders are late?")];

    private IChatClient? _bare;
    private ServiceProvider? _services;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;
    private IChatClient? _monitored;
    private IChatClient? _telemetry;

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory);
        services.AddSingleton<Storage.IUsageStore, NullStore>();
        _services = services.BuildServiceProvider();
        _bare = new InstantChatClient();
        _monitored = new ChatClientBuilder(_bare).UseTokenMonitoring().Build(_services);

        _traces = Sdk.CreateTracerProviderBuilder().AddSource(Source)
            .AddProcessor(new SimpleActivityExportProcessor(new NullExporter<System.Diagnostics.Activity>())).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Source)
            .AddReader(new BaseExportingMetricReader(new NullExporter<Metric>())).Build();
        _telemetry = new ChatClientBuilder(_bare).UseOpenTelemetry(sourceName: Source).Build();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _services?.Dispose();
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    [Benchmark]
    public Task<ChatResponse> Bare() => _bare!.GetResponseAsync(Prompt);

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> UseOpenTelemetry() => _telemetry!.GetResponseAsync(Prompt);

    // Not paced: what the recorder does meanwhile is measured with it. `-- caller` measures the caller alone.
    [Benchmark]
    public Task<ChatResponse> UseTokenMonitoring() => _monitored!.GetResponseAsync(Prompt);

    internal Task DrainAsync() =>
        _services!.GetRequiredService<ITokenTracker>().FlushAsync(TimeSpan.FromSeconds(10)).AsTask();
}
