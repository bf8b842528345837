using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Providers;

/// <summary>Answers like the providers do. No two answers bill the same counts, so that none can stand for another.</summary>
internal sealed class Provider
{
    private int _answers;

    public ReplayAnswer Answer(ReplayRequest request)
    {
        int number = Interlocked.Increment(ref _answers);
        return request.Path switch
        {
            var path when path.EndsWith("/chat/completions", StringComparison.Ordinal) =>
                ChatCompletions.Answer(request, number),
            "/v1/responses" => Responses.Answer(request, number),
            "/v1/messages" => AnthropicMessages.Answer(request, number),
            _ => ReplayAnswer.Json("{}", status: 404),
        };
    }
}
