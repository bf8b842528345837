using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Framing;

/// <summary>Server-sent events: the <c>data</c> lines of an event are its JSON, everything else is passed over.</summary>
/// <remarks>
/// Lines end in LF, CRLF or CR, and a CRLF may be cut. The name of an event is not looked at: providers disagree on its
/// place and repeat it inside the data. A line break between two data lines is white space of the JSON.
/// </remarks>
internal sealed class SseFraming : BodyFraming
{
    private const ulong Data = 0x64617461; // "data"
    private const ulong Error = 0x6572726F72; // "error": how one server ends a stream that failed
    private static readonly byte[] DoneMark = "[DONE]"u8.ToArray();

    private Part _part;
    private ulong _name;
    private bool _endsWithReturn;
    private bool _hasData;
    private int _doneMatched;
    private long _eventBytes;
    private long _leapt;

    public override void Begin()
    {
        base.Begin();
        _part = Part.Name;
        _name = 0;
        _endsWithReturn = false;
        _hasData = false;
        _doneMatched = 0;
        _eventBytes = 0;
        _leapt = 0;
    }

    public override void Append(ReadOnlySpan<byte> bytes, JsonPathScanner scanner)
    {
        int i = 0;
        while (i < bytes.Length && !GaveUp)
        {
            if (_endsWithReturn)
            {
                _endsWithReturn = false;
                if (bytes[i] == '\n')
                {
                    i++;
                    continue;
                }
            }

            i = _part switch
            {
                Part.Name => Name(bytes, i, scanner),
                Part.Space => Space(bytes, i),
                Part.Data => DataLine(bytes, i, scanner),
                _ => Other(bytes, i),
            };
        }
    }

    private int Name(ReadOnlySpan<byte> bytes, int i, JsonPathScanner scanner)
    {
        if (_name == 0 && bytes[i..].StartsWith("data: {"u8))
        {
            _part = Part.Data;
            return DataLine(bytes, i + 6, scanner);
        }

        for (; i < bytes.Length; i++)
        {
            switch (bytes[i])
            {
                case (byte)':':
                    _part = _name == Data ? Part.Space : Part.Other;
                    if (_name == Error) ErrorType ??= "stream_error";
                    return i + 1;
                case (byte)'\n' or (byte)'\r':
                    if (_name == 0) EndEvent(scanner);
                    EndLine(bytes[i]);
                    return i + 1;
                default:
                    // A name of more than eight bytes is none of ours; its lowest byte keeps it from being empty.
                    _name = _name >> 56 != 0 ? ulong.MaxValue : (_name << 8) | bytes[i];
                    break;
            }
        }

        return i;
    }

    private int Space(ReadOnlySpan<byte> bytes, int i)
    {
        _part = Part.Data;
        return bytes[i] == ' ' ? i + 1 : i;
    }

    private int DataLine(ReadOnlySpan<byte> bytes, int i, JsonPathScanner scanner)
    {
        int length = bytes[i..].IndexOfAny((byte)'\n', (byte)'\r');
        ReadOnlySpan<byte> part = length < 0 ? bytes[i..] : bytes.Slice(i, length);
        if (_doneMatched >= 0) MatchDone(part);
        scanner.Append(part);
        _hasData = true;
        _eventBytes += part.Length;
        if (_eventBytes - (scanner.Leapt - _leapt) > MaxEventBytes) GaveUp = true;
        if (length < 0) return bytes.Length;

        // The break between two data lines is white space: without it a number could run into the next line.
        if (!scanner.IsBetweenDocuments) scanner.Append("\n"u8);
        EndLine(bytes[i + length]);
        return i + length + 1;
    }

    private int Other(ReadOnlySpan<byte> bytes, int i)
    {
        int length = bytes[i..].IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0) return bytes.Length;
        EndLine(bytes[i + length]);
        return i + length + 1;
    }

    private void MatchDone(ReadOnlySpan<byte> data)
    {
        foreach (byte next in data)
        {
            if (_doneMatched == DoneMark.Length || next != DoneMark[_doneMatched])
            {
                _doneMatched = -1;
                return;
            }

            if (++_doneMatched == DoneMark.Length) IsDone = true;
        }
    }

    private void EndLine(byte end)
    {
        _endsWithReturn = end == '\r';
        _part = Part.Name;
        _name = 0;
    }

    private void EndEvent(JsonPathScanner scanner)
    {
        if (!_hasData) return;
        scanner.EndEvent();
        _hasData = false;
        _doneMatched = 0;
        _eventBytes = 0;
        _leapt = scanner.Leapt;
    }

    private enum Part : byte
    {
        Name,
        Space,
        Data,
        Other,
    }
}
