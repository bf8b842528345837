namespace TokenUsage.Providers;

/// <summary>The rate limits of one model, each number written alone: a reader sees a mix of two answers at worst.</summary>
internal sealed class RateLimitState
{
    public const int Requests = 0;
    public const int Tokens = 1;

    /// <summary>How far behind a limit what remains of it stands.</summary>
    public const int Remaining = 4;

    private const long Unknown = -1;

    private readonly long[] _numbers = [.. Enumerable.Repeat(Unknown, 2 * Remaining)];
    private long _seen;

    /// <summary>Gets when it was last written.</summary>
    public long Seen => Volatile.Read(ref _seen);

    public long? this[int place] => Volatile.Read(ref _numbers[place]) is >= 0 and var known ? known : null;

    /// <summary>Finds the place of a fact's name; -1 when it is none of these.</summary>
    public static int PlaceOf(ReadOnlySpan<char> name) => name switch
    {
        "limit_requests" => Requests,
        "limit_tokens" => Tokens,
        "limit_input_tokens" => Tokens + 1,
        "limit_output_tokens" => Tokens + 2,
        "remaining_requests" => Remaining + Requests,
        "remaining_tokens" => Remaining + Tokens,
        "remaining_input_tokens" => Remaining + Tokens + 1,
        "remaining_output_tokens" => Remaining + Tokens + 2,
        _ => -1,
    };

    /// <summary>Counts the kinds that a place tells apart: all tokens, those of the input, those of the output.</summary>
    public static int KindsOf(int place) => place % Remaining == Tokens ? 3 : 1;

    public void Set(int place, long number) => Volatile.Write(ref _numbers[place], number);

    public void See(long timestamp) => Volatile.Write(ref _seen, timestamp);
}
