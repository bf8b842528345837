using System.Runtime.CompilerServices;

namespace TokenUsage.Providers.Scanning;

internal sealed partial class JsonPathScanner
{
    private int Root(ReadOnlySpan<byte> bytes, int i)
    {
        switch (bytes[i])
        {
            case (byte)'{':
                return BeginEvent(bytes, i);
            case (byte)'[' when !_inRootArray:
                _inRootArray = true;
                return i + 1;
            case (byte)']':
                _inRootArray = false;
                return i + 1;
            case (byte)'"' or (byte)'[':
                _node = null;
                return Value(bytes, i);
            default:
                return i + 1;
        }
    }

    private int Member(ReadOnlySpan<byte> bytes, int i)
    {
        PathNode frame = _frames[_depth - 1];
        while (i < bytes.Length)
        {
            byte first = bytes[i];
            if (first != '"')
            {
                if (first == '}') return Pop(bytes, i);
                i++;
                continue;
            }

            int start = i + 1;
            int end = JsonSkip.QuoteOrBackslash(bytes, start);
            PathNode? node;
            if (end < bytes.Length && bytes[end] == '"') node = frame.Find(bytes[start..end]);
            else if (!TryFindEscaped(frame, bytes, start, ref end, out node)) return BeginName(bytes, start);
            i = end + 1;
            if (node is null && SkipShort(bytes, i) is > 0 and int next)
            {
                i = next;
                continue;
            }

            Enter(node);
            if (i + 1 < bytes.Length && bytes[i] == ':') return Value(bytes, i + 1);
            _step = Step.Colon;
            return i;
        }

        return i;
    }

    // Most members are short and nobody's: they are passed without a word to the state.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipShort(ReadOnlySpan<byte> bytes, int colon)
    {
        if (colon + 2 >= bytes.Length || bytes[colon] != ':') return 0;
        byte first = bytes[colon + 1];
        if (first == '"')
        {
            int quote = JsonSkip.NearQuoteOrBackslash(bytes, colon + 2);
            return quote > 0 && bytes[quote] == '"' ? quote + 1 : 0;
        }

        return first is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'
            ? 0 : Scalar(bytes, colon + 1);
    }

    // Names with escapes are rare, and a body full of them must not be dear either.
    private static bool TryFindEscaped(
        PathNode frame, ReadOnlySpan<byte> bytes, int start, ref int end, out PathNode? node)
    {
        node = null;
        int i = end;
        while (i < bytes.Length && bytes[i] != '"') i += bytes[i] == '\\' ? 2 : 1;
        if (i >= bytes.Length) return false;

        end = i;
        ReadOnlySpan<byte> raw = bytes[start..i];
        if (raw.Length > NameBuffer.Capacity) return true;

        Span<byte> plain = stackalloc byte[NameBuffer.Capacity];
        raw.CopyTo(plain);
        node = frame.Find(JsonEscapes.Remove(plain[..raw.Length]));
        return true;
    }

    private int BeginName(ReadOnlySpan<byte> bytes, int start)
    {
        _step = Step.Name;
        _skip = default;
        return start == bytes.Length ? start : Name(bytes, start);
    }

    private int Name(ReadOnlySpan<byte> bytes, int i)
    {
        int end = JsonSkip.String(bytes, i, ref _skip);
        if (end < 0)
        {
            _name.Append(bytes[i..]);
            return bytes.Length;
        }

        _name.Append(bytes[i..(end - 1)]);
        Enter(_frames[_depth - 1].Find(_name.Plain()));
        _name.Clear();
        _step = Step.Colon;
        return end;
    }

    private void Enter(PathNode? node)
    {
        if (!ReferenceEquals(_node, node)) _node = node;
        if (node is null) return;

        if (!_pending.IsEmpty) _pending.Retract(node.Paths);

        // Elements of an array have been handed over: a second array of that name would have to take them back.
        if ((_delivered & node.ArrayPaths) != 0 && !node.IsInArray) GaveUp = true;
    }

    private int Colon(ReadOnlySpan<byte> bytes, int i)
    {
        if (bytes[i] == ':') _step = Step.Value;
        return i + 1;
    }

    private int Value(ReadOnlySpan<byte> bytes, int i)
    {
        byte first = bytes[i];
        if (first is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _step = Step.Value;
            return i + 1;
        }

        PathNode? node = _node;
        if (node is { IsPresence: true })
        {
            if (!_pending.Add(node.Path, i, 1)) GaveUp = true;
            _node = node = null;
        }

        _captureStart = i;
        _step = Step.Rest;
        _skip = default;
        if (first == '"')
        {
            _cut = node is null || node.StringUse == StringUse.None ? Step.String
                : node.StringUse == StringUse.Measure ? Step.Text : Step.Stream;
            if (_eventStart >= 0 && _cut == Step.Text) LearnPrefix(bytes, i, node!);
            return i + 1 < bytes.Length ? Rest(bytes, i + 1) : i + 1;
        }

        if (first is (byte)'{' or (byte)'[')
        {
            if (node is { Path: < 0 })
            {
                if (first == '{' && node.HasMembers) return Push(node, isArray: false, i);
                if (first == '[' && node.Element is { } element) return Push(element, isArray: true, i);
            }

            _cut = Step.Container;
            return Rest(bytes, i);
        }

        _cut = Step.Scalar;
        return Rest(bytes, i);
    }

    private int Element(ReadOnlySpan<byte> bytes, int i)
    {
        byte first = bytes[i];
        if (first == ']') return Pop(bytes, i);
        if (first is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'}' or (byte)':')
            return i + 1;

        _node = _frames[_depth - 1];
        return Value(bytes, i);
    }

    private void AfterValue(ReadOnlySpan<byte> bytes)
    {
        if (_depth == 0)
        {
            _step = Step.Root;
            return;
        }

        bool inArray = (_arrays >> (_depth - 1) & 1) != 0;
        _step = inArray ? Step.Element : Step.Member;
        if (inArray) EndElement(bytes);
    }

    private void EndElement(ReadOnlySpan<byte> bytes)
    {
        ulong paths = _frames[_depth - 1].Paths;
        if (paths != 0 && !_pending.IsEmpty) _delivered |= _pending.Deliver(paths, bytes, _sink);
    }

    private int Push(PathNode node, bool isArray, int i)
    {
        Push(node, isArray);
        return i + 1;
    }

    private void Push(PathNode node, bool isArray)
    {
        ulong bit = 1UL << _depth;
        _arrays = isArray ? _arrays | bit : _arrays & ~bit;
        _frames[_depth++] = node;
        _step = isArray ? Step.Element : Step.Member;
    }

    private int Pop(ReadOnlySpan<byte> bytes, int i)
    {
        _depth--;
        AfterValue(bytes);

        // A document that has closed can take nothing back; delivered now, its values need not be copied.
        if (_depth == 0 && !_isOnProbation) Deliver(bytes);
        return i + 1;
    }
}
