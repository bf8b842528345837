namespace TokenUsage.Providers.Framing;

/// <summary>Chooses how a body is cut into events: by its media type, then by its first byte, which does not lie.</summary>
internal sealed class FramingChoice
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly DocumentFraming _document = new();
    private LineFraming? _lines;
    private SseFraming? _events;
    private EventStreamFraming? _frames;
    private BodyKind _stated;

    public void Begin(string? mediaType) => _stated = KindOf(mediaType);

    /// <summary>Chooses as soon as a byte is there that tells.</summary>
    /// <param name="bytes">The body's first bytes; what precedes the byte that tells is cut off.</param>
    public BodyFraming? TryChoose(ref ReadOnlySpan<byte> bytes)
    {
        if (_stated == BodyKind.Frames && !bytes.IsEmpty && bytes[0] != '{') return Ready(BodyKind.Frames);

        while (!bytes.IsEmpty)
        {
            byte first = bytes[0];
            bool isBlank = first is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'
                || ByteOrderMark.AsSpan().Contains(first);
            if (!isBlank) return Ready(Kind(first));
            bytes = bytes[1..];
        }

        return null;
    }

    private BodyKind Kind(byte first) => first switch
    {
        (byte)'{' => _stated == BodyKind.Lines ? BodyKind.Lines : BodyKind.Document,
        (byte)'[' => BodyKind.Document,
        0 => BodyKind.Frames,
        (byte)':' or (byte)'d' or (byte)'e' or (byte)'i' or (byte)'r' => BodyKind.Events,
        _ => _stated,
    };

    private BodyFraming Ready(BodyKind kind)
    {
        BodyFraming framing = kind switch
        {
            BodyKind.Events => _events ??= new SseFraming(),
            BodyKind.Lines => _lines ??= new LineFraming(),
            BodyKind.Frames => _frames ??= new EventStreamFraming(),
            _ => _document,
        };
        framing.Begin();
        return framing;
    }

    private static BodyKind KindOf(string? mediaType) => mediaType switch
    {
        null => BodyKind.Document,
        _ when mediaType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) => BodyKind.Events,
        _ when mediaType.StartsWith("application/vnd.amazon.eventstream", StringComparison.OrdinalIgnoreCase) =>
            BodyKind.Frames,
        _ when mediaType.Contains("ndjson", StringComparison.OrdinalIgnoreCase)
            || mediaType.Contains("jsonl", StringComparison.OrdinalIgnoreCase)
            || mediaType.Contains("stream+json", StringComparison.OrdinalIgnoreCase) => BodyKind.Lines,
        _ => BodyKind.Document,
    };
}
