namespace TokenUsage.Capture.Routing;

/// <summary>How one model has fared: exponentially weighted means, in which a call counts a tenth.</summary>
internal sealed class ModelHealth
{
    private const double Weight = 0.1;
    private const int FailuresInARow = 3;

    private static readonly TimeSpan Avoided = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private double _success = 1;
    private double _seconds;
    private int _failures;
    private DateTimeOffset _failedAt;

    public double Success
    {
        get
        {
            lock (_gate) return _success;
        }
    }

    public double Seconds
    {
        get
        {
            lock (_gate) return _seconds;
        }
    }

    public void Add(UsageRecord record)
    {
        bool isSuccess = record.Outcome == CallOutcome.Success;
        lock (_gate)
        {
            _success += Weight * ((isSuccess ? 1 : 0) - _success);
            if (!isSuccess) return;

            double seconds = record.Duration.TotalSeconds;
            _seconds = _seconds == 0 ? seconds : _seconds + (Weight * (seconds - _seconds));
        }
    }

    public void NoteFailure(DateTimeOffset at)
    {
        lock (_gate)
        {
            _failures++;
            _failedAt = at;
        }
    }

    public void NoteSuccess()
    {
        lock (_gate) _failures = 0;
    }

    public bool IsDown(DateTimeOffset now)
    {
        lock (_gate) return _failures >= FailuresInARow && now - _failedAt < Avoided;
    }
}
