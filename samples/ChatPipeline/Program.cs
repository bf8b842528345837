using System.ClientModel;
using System.ClientModel.Primitives;
using ChatPipeline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using OpenAI.Chat;
using TokenUsage;

var services = new ServiceCollection();
services.AddTokenMonitoring();
services.AddDistributedMemoryCache();
services.AddHttpClient("models").ConfigurePrimaryHttpMessageHandler(() => new ScriptedModel());

// snippet: order-http
services.AddHttpClient("models")
    .AddTokenMonitoring()
    .AddStandardResilienceHandler();
// end-snippet

await using ServiceProvider provider = services.BuildServiceProvider();
HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("models");
ChatClient model = new OpenAIClient(
    new ApiKeyCredential("scripted"),
    new OpenAIClientOptions
    {
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    }).GetChatClient("gpt-4o-mini");
IDistributedCache cache = provider.GetRequiredService<IDistributedCache>();

// snippet: order-chat
IChatClient client = new ChatClientBuilder(model.AsIChatClient())
    .UseTokenMonitoring() // sees what the cache answers
    .UseDistributedCache(cache)
    .UseFunctionInvocation()
    .UseTokenMonitoring() // last, next to the model: sees each turn
    .Build(provider);
// end-snippet

var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"Sunny in {city}.", "weather")] };
Console.WriteLine(await client.GetResponseAsync("Is it sunny in Oslo?", options));
Console.WriteLine(await client.GetResponseAsync("Is it sunny in Oslo?", options));

await provider.GetRequiredService<ITokenTracker>().FlushAsync(TimeSpan.FromSeconds(10));
ITokenUsageStats stats = provider.GetRequiredService<ITokenUsageStats>();
var today = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromDays(1)) };
await foreach (UsageRecord record in stats.ReadAsync(today))
{
    Console.WriteLine(
        $"{record.Outcome,-12}attempt {record.Attempt}, {record.Tokens.Total} tokens, {record.Cost.Usd} USD");
}
