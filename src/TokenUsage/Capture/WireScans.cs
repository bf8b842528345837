using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>What one call on the wire is read with; reused.</summary>
internal sealed class WireScans
{
    public RequestScan Request { get; } = new();

    public ResponseScan Response { get; } = new();

    public void Clear()
    {
        Request.Clear();
        Response.Clear();
    }
}
