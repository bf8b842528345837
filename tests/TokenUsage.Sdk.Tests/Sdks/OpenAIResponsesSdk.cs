using OpenAI.Responses;

namespace TokenUsage.Sdk.Tests.Sdks;

internal static class OpenAIResponsesSdk
{
    public static async Task<TokenCounts> ResponsesAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        ResponsesClient client = OpenAIChatSdk.Create(http).GetResponsesClient();
        var options = new CreateResponseOptions
        {
            Model = "gpt-4.1-mini",
            InputItems = { ResponseItem.CreateUserMessageItem("Is it sunny in Oslo?") },
            StreamingEnabled = streamed,
        };
        if (withTool) options.Tools.Add(ResponseTool.CreateFunctionTool("weather", BinaryData.FromString("{}"), null));
        if (!streamed)
        {
            ResponseResult answer = await client.CreateResponseAsync(options, cancellationToken);
            return Counts(answer.Usage);
        }

        TokenCounts counts = default;
        await foreach (StreamingResponseUpdate update in
            await client.CreateResponseStreamingAsync(options, cancellationToken))
        {
            if (update is StreamingResponseCompletedUpdate completed) counts = Counts(completed.Response.Usage);
        }

        return counts;
    }

    private static TokenCounts Counts(ResponseTokenUsage usage) => new()
    {
        Input = usage.InputTokenCount,
        CachedInput = usage.InputTokenDetails?.CachedTokenCount,
        Output = usage.OutputTokenCount,
        Reasoning = usage.OutputTokenDetails?.ReasoningTokenCount,
    };
}
