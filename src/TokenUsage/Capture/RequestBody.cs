namespace TokenUsage.Capture;

/// <summary>Reads a request body that is in memory already.</summary>
internal static class RequestBody
{
    /// <remarks>
    /// The content writes its own bytes as one piece, and nothing is copied: asked for a stream, it would make one and
    /// keep it.
    /// </remarks>
    public static void Scan(HttpContent content, WireScans scans) =>
        content.CopyTo(scans.RequestSink, context: null, CancellationToken.None);
}
