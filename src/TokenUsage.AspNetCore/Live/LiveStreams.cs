namespace TokenUsage.AspNetCore.Live;

/// <summary>Counts the open streams, so that there is an end to them.</summary>
internal sealed class LiveStreams(int most)
{
    private int _open;

    /// <summary>Gets the mark of this process: the numbers of events begin anew with each.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= most) return true;

        Close();
        return false;
    }

    public void Close() => Interlocked.Decrement(ref _open);
}
