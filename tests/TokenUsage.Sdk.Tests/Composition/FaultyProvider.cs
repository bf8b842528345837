using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using TokenUsage.Sdk.Tests.Providers;
using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>The provider of one row: it refuses one model, fails first attempts, or lets them wait.</summary>
internal sealed class FaultyProvider(Row row)
{
    public const string RefusedModel = "gpt-4o";

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly Provider _provider = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private readonly Channel<TimeSpan> _hedges = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>
    /// How long to wait before the next hedge: it is known once the attempt before has arrived here. A delay in milliseconds
    /// would now and then, on a busy machine, hedge what is about to be answered.
    /// </summary>
    public ValueTask<TimeSpan> HedgeDelayAsync(CancellationToken cancellationToken) =>
        _hedges.Reader.ReadAsync(cancellationToken);

    public ReplayAnswer Answer(ReplayRequest request)
    {
        ReplayAnswer answer = AnswerOf(request);
        _hedges.Writer.TryWrite(answer.Held.IsCompleted ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
        return answer;
    }

    private ReplayAnswer AnswerOf(ReplayRequest request)
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
