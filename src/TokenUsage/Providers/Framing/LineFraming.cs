using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Framing;

/// <summary>JSON lines: a line is an event, so that a malformed one harms only itself.</summary>
internal sealed class LineFraming : BodyFraming
{
    private long _eventBytes;
    private long _leapt;

    public override void Begin()
    {
        base.Begin();
        _eventBytes = 0;
        _leapt = 0;
    }

    public override void Append(ReadOnlySpan<byte> bytes, JsonPathScanner scanner)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            scanner.Append(part);
            _eventBytes += part.Length;
            if (_eventBytes - (scanner.Leapt - _leapt) > MaxEventBytes) GaveUp = true;
            if (end < 0) return;

            scanner.EndEvent();
            _eventBytes = 0;
            _leapt = scanner.Leapt;
            bytes = bytes[(end + 1)..];
        }
    }
}
