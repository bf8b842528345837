using System.Buffers.Binary;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Framing;

/// <summary>AWS event streams: binary frames with checksums, whose payload is JSON or wraps JSON in base64.</summary>
/// <remarks>
/// A frame: total length, headers length and CRC of these eight bytes; headers; payload; CRC of all before, each number
/// 32 bits big-endian. A frame with a wrong checksum ends the reading: what follows cannot be found any more.
/// </remarks>
internal sealed class EventStreamFraming : BodyFraming, IValueSink
{
    private const int PreludeLength = 12;
    private const int MaxHeaders = 512;
    private const int MaxFrame = 24 << 20; // AWS allows 16 MiB of payload
    private static readonly PathTree Wrapper = new([], [], ["bytes"]);

    private readonly byte[] _head = new byte[MaxHeaders];
    private readonly Base64Pieces _base64 = new();
    private readonly JsonPathScanner _wrapped;
    private JsonPathScanner? _scanner;
    private Part _part;
    private int _headLength;
    private int _needed;
    private int _payloadLength;
    private uint _crc;
    private bool _isChunk;

    public EventStreamFraming() => _wrapped = new JsonPathScanner(this);

    public override void Begin()
    {
        base.Begin();
        _wrapped.Begin(Wrapper);
        Expect(Part.Prelude, PreludeLength);
        _crc = Crc32.Start;
    }

    public override void Append(ReadOnlySpan<byte> bytes, JsonPathScanner scanner)
    {
        _scanner = scanner;
        scanner.PutOnProbation();
        while (!bytes.IsEmpty && !GaveUp)
        {
            int taken = Math.Min(bytes.Length, _needed);
            ReadOnlySpan<byte> part = bytes[..taken];
            if (_part != Part.Checksum) _crc = Crc32.Append(_crc, part);
            if (_part == Part.Payload) Payload(part, scanner);
            else Gather(part);
            bytes = bytes[taken..];
            _needed -= taken;
            if (_needed == 0) EndPart(scanner);
        }
    }

    /// <summary>Ends the body; values of a frame whose checksum never came are not to be trusted.</summary>
    public override void End(JsonPathScanner scanner)
    {
        scanner.Abandon();
        base.End(scanner);
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json)
    {
    }

    void IValueSink.Piece(ReadOnlySpan<byte> raw)
    {
        Span<byte> plain = stackalloc byte[512];
        while (!raw.IsEmpty)
        {
            _base64.Decode(raw, plain, out int read, out int written);
            _scanner!.Append(plain[..written]);
            raw = raw[read..];
        }
    }

    private void Payload(ReadOnlySpan<byte> part, JsonPathScanner scanner)
    {
        if (_isChunk) _wrapped.Append(part);
        else scanner.Append(part);
    }

    private void Gather(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_head.AsSpan(_headLength));
        _headLength += part.Length;
    }

    private void EndPart(JsonPathScanner scanner)
    {
        switch (_part)
        {
            case Part.Prelude:
                EndPrelude();
                break;
            case Part.Headers:
                EndHeaders();
                break;
            case Part.Payload:
                Expect(Part.Checksum, sizeof(uint));
                break;
            default:
                EndFrame(scanner);
                break;
        }
    }

    private void EndPrelude()
    {
        uint total = BinaryPrimitives.ReadUInt32BigEndian(_head);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(8));
        bool isSound = stated == ~Crc32.Append(Crc32.Start, _head.AsSpan(0, 8))
            && headers <= MaxHeaders && total <= MaxFrame && total >= PreludeLength + headers + sizeof(uint);
        if (!isSound)
        {
            GaveUp = true;
            return;
        }

        _isChunk = false;
        _payloadLength = (int)(total - headers) - PreludeLength - sizeof(uint);
        if (headers > 0) Expect(Part.Headers, (int)headers);
        else ExpectPayload();
    }

    private void EndHeaders()
    {
        if (!EventStreamHeaders.TryRead(_head.AsSpan(0, _headLength), out _isChunk, out string? error)) GaveUp = true;
        ErrorType ??= error;
        ExpectPayload();
    }

    private void EndFrame(JsonPathScanner scanner)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(_head) != ~_crc)
        {
            GaveUp = true;
            return;
        }

        _wrapped.EndEvent();
        _base64.Clear();
        scanner.EndEvent();
        _crc = Crc32.Start;
        Expect(Part.Prelude, PreludeLength);
    }

    private void ExpectPayload()
    {
        if (_payloadLength > 0) Expect(Part.Payload, _payloadLength);
        else Expect(Part.Checksum, sizeof(uint));
    }

    private void Expect(Part part, int length)
    {
        _part = part;
        _needed = length;
        _headLength = 0;
    }

    private enum Part : byte
    {
        Prelude,
        Headers,
        Payload,
        Checksum,
    }
}
