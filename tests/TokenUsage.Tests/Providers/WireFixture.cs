using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

/// <summary>An answer written by hand in a provider's shape, and the counts that it states.</summary>
internal sealed record WireFixture(string Name, string Address, string MediaType, byte[] Body, TokenCounts Tokens)
{
    public string Method { get; init; } = "POST";

    public WireRequest Request => new(Method, new Uri(Address));

    /// <summary>Reads a body in pieces.</summary>
    public static ResponseScan Read(IUsageReader reader, string mediaType, ReadOnlySpan<byte> body, int pieceLength)
    {
        var scan = new ResponseScan();
        scan.Begin(reader, new WireResponse(200, mediaType, null));
        while (!body.IsEmpty)
        {
            int length = Math.Min(pieceLength, body.Length);
            scan.Append(body[..length]);
            body = body[length..];
        }

        scan.End();
        return scan;
    }

    public override string ToString() => Name;
}
