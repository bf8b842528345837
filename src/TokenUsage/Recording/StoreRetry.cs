using Polly;
using Polly.Retry;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Tries a batch until the store takes it or says that it never will.</summary>
internal static class StoreRetry
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // 100 ms · 2⁹ is above the longest delay; a larger exponent would only overflow.
    private const int LargestExponent = 9;

    /// <param name="isFinal">Whether an exception ends the attempts.</param>
    /// <param name="onRetry">Told before each further attempt.</param>
    /// <param name="time">The clock that the delays follow.</param>
    public static ResiliencePipeline<AppendResult> Create(
        Func<Exception, bool> isFinal, Action<int, TimeSpan, Exception?> onRetry, TimeProvider time) =>
        new ResiliencePipelineBuilder<AppendResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AppendResult>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } exception
                    && !args.Context.CancellationToken.IsCancellationRequested
                    && !isFinal(exception)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(FullJitter(args.AttemptNumber)),
                OnRetry = args =>
                {
                    onRetry(args.AttemptNumber + 1, args.RetryDelay, args.Outcome.Exception);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    // Anything from zero to the ceiling: Polly's own jitter stays near it, and replicas that failed together return
    // together.
    private static TimeSpan FullJitter(int attempt)
    {
        TimeSpan ceiling = FirstDelay * Math.Pow(2, Math.Min(attempt, LargestExponent));
        return Random.Shared.NextDouble() * (ceiling < LongestDelay ? ceiling : LongestDelay);
    }
}
