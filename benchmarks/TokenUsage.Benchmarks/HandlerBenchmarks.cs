using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Benchmarks;

/// <summary>What the wire handler costs on an answer of 4.6 KB, beside the bare client on the same stub.</summary>
[MemoryDiagnoser]
public class HandlerBenchmarks
{
    private static readonly byte[] Request = Encoding.UTF8.GetBytes(
        $$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"{{new string('q', 900)}}"}]}""");

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        $$$$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-4o-mini-2024-07-18",
        "choices":[{"index":0,"message":{"role":"assistant","content":"{{{{new string('a', 4_100)}}}}"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":120,"completion_tokens":900,"total_tokens":1020,"prompt_tokens_details":{"cached_tokens":0}}}
        """);

    private HttpClient? _bare;
    private TokenMonitor? _monitor;
    private HttpClient? _monitored;

    [GlobalSetup]
    public void Setup()
    {
        _bare = new HttpClient(new Stub());
        _monitor = TokenMonitor.Create(builder =>
        {
            builder.Services.AddSingleton<IUsageStore, NullStore>();
            builder.Services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory);
        });
        _monitored = new HttpClient(_monitor.CreateHandler(new Stub()));
    }

    [GlobalCleanup]
    public async Task Cleanup() => await _monitor!.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<int> Bare() => CallAsync(_bare!);

    [Benchmark]
    public Task<int> Monitored() => CallAsync(_monitored!);

    internal Task DrainAsync() => _monitor!.Tracker.FlushAsync(TimeSpan.FromSeconds(10)).AsTask();

    private static async Task<int> CallAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.openai.com/v1/chat/completions")
        {
            Content = new ByteArrayContent(Request),
        };
        using HttpResponseMessage response = await http.SendAsync(request);
        return (await response.Content.ReadAsByteArrayAsync()).Length;
    }

    private sealed class Stub : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new MemoryStream(Answer, writable: false));

            // Unparsed, as a connection delivers it.
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
