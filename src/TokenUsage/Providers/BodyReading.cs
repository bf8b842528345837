namespace TokenUsage.Providers;

/// <summary>Reads a body that comes without its address: one provider may have several formats for one operation.</summary>
internal static class BodyReading
{
    /// <summary>Reads by each format in turn, until one has met everything that its answers have.</summary>
    /// <returns>The scan that fits best: one that saw its own ending, or else the first that found a count.</returns>
    public static ResponseScan Read(IReadOnlyList<IUsageReader> readers, ReadOnlySpan<byte> body)
    {
        ResponseScan? stated = null;
        ResponseScan? first = null;
        foreach (IUsageReader reader in readers)
        {
            var scan = new ResponseScan();
            scan.Begin(reader, new WireResponse(status: 200, mediaType: null, headers: null));
            scan.Append(body);
            scan.End();
            if (scan is { IsStated: true, IsClosed: true }) return scan;
            if (scan.IsStated) stated ??= scan;
            first ??= scan;
        }

        return stated ?? first ?? throw new ArgumentException("No reader was given.", nameof(readers));
    }
}
