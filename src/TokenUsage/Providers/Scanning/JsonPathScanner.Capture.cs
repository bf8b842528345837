using System.Runtime.CompilerServices;

namespace TokenUsage.Providers.Scanning;

internal sealed partial class JsonPathScanner
{
    private int Rest(ReadOnlySpan<byte> bytes, int i)
    {
        int end = _cut switch
        {
            Step.String => SkipString(bytes, i),
            Step.Text => JsonSkip.Text(bytes, i, ref _skip, ref _textLength),
            Step.Container => JsonSkip.Container(bytes, i, ref _skip),
            Step.Stream => StreamString(bytes, i),
            _ => Scalar(bytes, i),
        };
        if (_cut is Step.String or Step.Text) _leapt += (end < 0 ? bytes.Length : end) - i;
        if (end < 0) return bytes.Length;

        if (IsCapturing) Capture(bytes, end);
        AfterValue(bytes);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SkipString(ReadOnlySpan<byte> bytes, int i)
    {
        if (!_skip.IsEscaped)
        {
            int end = JsonSkip.QuoteOrBackslash(bytes, i);
            if (end < bytes.Length && bytes[end] == '"') return end + 1;
            i = end;
            if (i == bytes.Length) return -1;
        }

        return JsonSkip.String(bytes, i, ref _skip);
    }

    private int StreamString(ReadOnlySpan<byte> bytes, int i)
    {
        int end = JsonSkip.String(bytes, i, ref _skip);
        _sink.Piece(end < 0 ? bytes[i..] : bytes[i..(end - 1)]);
        return end;
    }

    private static int Scalar(ReadOnlySpan<byte> bytes, int i)
    {
        for (; i < bytes.Length; i++)
        {
            if (bytes[i] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                return i;
        }

        return -1;
    }

    private void Capture(ReadOnlySpan<byte> bytes, int end)
    {
        int path = _node!.Path;
        bool isKept = _pending.IsOpen
            ? _pending.Extend(bytes[..end]) && _pending.Close(path)
            : _pending.Add(path, _captureStart, end - _captureStart);
        if (!isKept) GaveUp = true;
    }

    private void KeepOpen(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> part = _pending.IsOpen ? bytes : bytes[_captureStart..];
        _pending.Keep(bytes);
        if (!_pending.IsOpen) _pending.Open();
        if (!_pending.Extend(part)) GaveUp = true;
    }

    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        if (!_pending.IsEmpty) _pending.Deliver(ulong.MaxValue, bytes, _sink);
        _delivered = 0;
    }
}
