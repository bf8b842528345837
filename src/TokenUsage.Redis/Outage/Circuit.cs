namespace TokenUsage.Redis.Outage;

/// <summary>Open while the server is taken to be unreachable: nothing is then sent on a caller's path.</summary>
internal sealed class Circuit(TimeProvider time)
{
    /// <summary>How many failures open it.</summary>
    public const int Failures = 5;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long[] _failedAt = new long[Failures];
    private int _next;
    private int _count;
    private volatile bool _isOpen;

    public bool IsOpen => _isOpen;

    /// <summary>Notes a failure.</summary>
    /// <returns>Whether it opened the circuit.</returns>
    public bool Fail()
    {
        lock (_gate)
        {
            if (_isOpen) return false;

            long now = time.GetTimestamp();
            _failedAt[_next] = now;
            _next = (_next + 1) % Failures;
            _count = Math.Min(_count + 1, Failures);
            bool isFull = _count == Failures && time.GetElapsedTime(_failedAt[_next], now) <= Within;
            return isFull && (_isOpen = true);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _count = 0;
        }
    }
}
