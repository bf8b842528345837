using System.Collections.Concurrent;
using System.Text.Json;
using TokenUsage.Sdk.Tests.Providers;
using TokenUsage.Sdk.Tests.Replay;

namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>The provider of one row: it refuses one model, fails first attempts, or lets them wait.</summary>
internal sealed class FaultyProvider(Row row)
{
    public const string RefusedModel = "gpt-4o";

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly Provider _provider = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();

    public ReplayAnswer Answer(ReplayRequest request)
    {
        JsonElement body = request.Json();
        if (body.GetProperty("model").GetString() == RefusedModel)
        {
            return ReplayAnswer.Json(
                """{"error":{"message":"No such model.","type":"invalid_request_error","code":"model_not_found"}}""",
                status: 404);
        }

        // Attempts of one request have one body; a tool loop's turns differ.
        bool isFirst = _attempts.AddOrUpdate(request.Text, 1, (_, count) => count + 1) == 1;
        return row.Transport switch
        {
            Transport.Retry when isFirst => ReplayAnswer.Json("""{"error":{"message":"Try again."}}""", status: 500),
            Transport.Hedge when isFirst => _provider.Answer(request) with { Held = Never },
            _ => _provider.Answer(request),
        };
    }
}
