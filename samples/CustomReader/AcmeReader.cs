using System.Buffers.Text;
using TokenUsage;
using TokenUsage.Providers;

namespace CustomReader;

// snippet: reader
/// <summary>Reads the answers of an in-house model server, which counts in words of its own.</summary>
internal sealed class AcmeReader : IUsageReader
{
    public string Name => "acme.generate";

    // Where the values stand, in a plain answer and in each event of a streamed one. Nothing else is ever looked at.
    public IReadOnlyList<string> Paths { get; } =
        ["engine", "accounting.read", "accounting.reused", "accounting.written", "accounting.lookups", "finished"];

    // The generated text: its length is measured, so that a stream that breaks off can be estimated.
    public IReadOnlyList<string> TextPaths { get; } = ["piece"];

    public bool TryRecognize(WireRequest request, out WireCall recognized)
    {
        recognized = new WireCall { Provider = "acme", Operation = "chat" };
        return request.Method == "POST" && request.Path.EndsWith("/generate", StringComparison.Ordinal);
    }

    public void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        switch (path)
        {
            case 0:
                reading.Model = System.Text.Encoding.UTF8.GetString(json.Trim((byte)'"'));
                break;
            case 1:
                reading.Tokens = known with { Input = Number(json) ?? known.Input };
                break;
            case 2:
                reading.Tokens = known with { CachedInput = Number(json) ?? known.CachedInput };
                break;
            case 3:
                reading.Tokens = known with { Output = Number(json) ?? known.Output };
                break;
            case 4 when Number(json) is { } searches:
                reading.SetMeter(UsageMeters.WebSearch, searches);
                break;
            case 5:
                reading.IsComplete |= json.SequenceEqual("true"u8);
                break;
        }
    }

    // A null, or a number that is none, leaves what is known as it is.
    private static long? Number(ReadOnlySpan<byte> json) =>
        Utf8Parser.TryParse(json, out long number, out int read) && read == json.Length ? number : null;
}
// end-snippet
