using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using TokenUsage.Sdk.Tests.Sdks;

namespace TokenUsage.AzureSdk.Tests;

internal static class AzureChat
{
    public static Task<TokenCounts> AskAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        var client = new AzureOpenAIClient(
            new Uri("https://mine.openai.azure.com"),
            new ApiKeyCredential("key"),
            new AzureOpenAIClientOptions { Transport = new HttpClientPipelineTransport(http) });
        return OpenAIChatSdk.ChatAsync(client.GetChatClient("small"), streamed, withTool, cancellationToken);
    }
}
