using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using OpenAI;
using TokenUsage.Testing.Replay;
using TokenUsage.Sdk.Tests.Sdks;
using TokenUsage.Sdk.Tests.Support;

namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>An application put together as a row says, its decorators in the order that the guide gives.</summary>
internal sealed class Application(Row row, FaultyProvider provider, ReplayServer server) : IAsyncDisposable
{
    private readonly MonitoredServices _monitored =
        MonitoredServices.Create(services => AddHttp(services, row, provider, server));

    public Task<IReadOnlyList<UsageRecord>> RecordsAsync(int atLeast) => _monitored.RecordsAsync(atLeast);

    public async Task AskAsync(CancellationToken cancellationToken)
    {
        ChatOptions? options = row.Tools
            ? new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"Sunny in {city}.", "weather")] }
            : null;
        IChatClient client = _client ??= CreateClient();
        if (!row.Streamed)
        {
            await client.GetResponseAsync("Is it sunny in Oslo?", options, cancellationToken);
            return;
        }

        await foreach (ChatResponseUpdate _ in
            client.GetStreamingResponseAsync("Is it sunny in Oslo?", options, cancellationToken))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _monitored.DisposeAsync();
    }

    private IChatClient? _client;

    private static void AddHttp(
        IServiceCollection services, Row row, FaultyProvider provider, ReplayServer server)
    {
        IHttpClientBuilder http = services.AddHttpClient("model")
            .ConfigurePrimaryHttpMessageHandler(server.CreateHandler);
        if (row.SeesWire) http.AddTokenMonitoring();
        switch (row.Transport)
        {
            case Transport.Retry:
                http.AddStandardResilienceHandler(options =>
                {
                    options.Retry.Delay = TimeSpan.FromMilliseconds(1);
                    options.Retry.UseJitter = false;
                });
                break;
            case Transport.Hedge:
                http.AddStandardHedgingHandler().Configure(options => options.Hedging.DelayGenerator =
                    hedge => provider.HedgeDelayAsync(hedge.Context.CancellationToken));
                break;
            default:
                break;
        }
    }

    private IChatClient CreateClient()
    {
        OpenAIClient openAi = OpenAIChatSdk.Create(_monitored.CreateHttpClient("model"));
        IChatClient model = Model(openAi, "gpt-4o-mini");
        if (row.FallsBack) model = new FallbackChatClient(Model(openAi, FaultyProvider.RefusedModel), model);

        var pipeline = new ChatClientBuilder(model);
        if (row.SeesCache && row.Cache != CacheUse.None) pipeline.UseTokenMonitoring();
        if (row.Cache != CacheUse.None)
        {
            pipeline.UseDistributedCache(
                new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
        }

        if (row.Tools) pipeline.UseFunctionInvocation();
        return pipeline.Build(_monitored.Services);
    }

    // Ours stands last, next to the model.
    private IChatClient Model(OpenAIClient openAi, string name)
    {
        var pipeline = new ChatClientBuilder(openAi.GetChatClient(name).AsIChatClient());
        if (row.Observers != Observers.Handler) pipeline.UseTokenMonitoring();
        return pipeline.Build(_monitored.Services);
    }
}
