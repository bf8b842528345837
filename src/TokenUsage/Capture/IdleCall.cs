namespace TokenUsage.Capture;

/// <summary>A call that nobody observes.</summary>
internal sealed class IdleCall : TrackedCall
{
    public static IdleCall Instance { get; } = new();

    public override void Dispatched()
    {
    }

    public override void FirstToken()
    {
    }

    public override void Complete(TokenCounts tokens, string? servedModel = null)
    {
    }

    public override void Complete(string provider, ReadOnlySpan<byte> responseBody)
    {
    }

    public override void Fail(string errorType)
    {
    }

    public override ValueTask DisposeAsync() => default;
}
