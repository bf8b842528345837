namespace TokenUsage.Diagnostics.Health;

/// <summary>Counts how often the parts were asked how they are, and how often they answered.</summary>
internal sealed class CheckTally
{
    private long _answered;
    private long _failed;

    public long Asked => Interlocked.Read(ref _answered) + Interlocked.Read(ref _failed);

    /// <summary>Gets the share of questions that were answered; <see langword="null"/> before the first.</summary>
    public double? SuccessRate => Asked is > 0 and var asked ? (double)Interlocked.Read(ref _answered) / asked : null;

    public void Count(bool isAnswered) => Interlocked.Increment(ref isAnswered ? ref _answered : ref _failed);
}
