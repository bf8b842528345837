using System.Runtime.CompilerServices;

namespace TokenUsage.Providers.Scanning;

/// <summary>Finds the values at declared paths in JSON that comes in pieces, and leaps over everything else.</summary>
/// <remarks>
/// <para>
/// Exact because it is structural: it always knows the chain of names it stands under. It walks only through objects
/// and arrays that lie on a declared path; the end of every other value is found by <see cref="JsonSkip"/>. Searching
/// for the name and proving its depth from what follows would be as fast, but proves nothing about a body cut short.
/// </para>
/// <para>Several documents may follow each other, with or without an array around them: each is an event.
/// Malformed JSON is scanned as far as it makes sense; it never throws and never grows.</para>
/// </remarks>
internal sealed class JsonPathScanner
{
    private readonly PendingValues _pending = new();
    private readonly NameBuffer _name = new();
    private readonly PathNode[] _frames = new PathNode[2 * PathTree.MaxDepth + 2];
    private readonly IValueSink _sink;
    private PathTree _tree = null!;
    private ulong _arrays;
    private ulong _delivered;
    private int _depth;
    private Step _step;
    private Step _cut;
    private PathNode? _node;
    private SkipState _skip;
    private bool _inRootArray;
    private int _captureStart;
    private long _leapt;
    private long _textLength;

    public JsonPathScanner(IValueSink sink) => _sink = sink;

    /// <summary>Gets whether a limit was passed, or a duplicate met that cannot be taken back. Nothing found counts then.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>Gets the characters of the measured strings.</summary>
    public long TextLength => _textLength;

    /// <summary>Gets how many bytes were leapt over inside strings: they cost nothing, so no limit counts them.</summary>
    public long Leapt => _leapt;

    /// <summary>Gets how many events there have been.</summary>
    public long Events { get; private set; }

    /// <summary>Gets whether no document is open.</summary>
    public bool IsBetweenDocuments => _depth == 0 && _step == Step.Root && !_inRootArray;

    public void Begin(PathTree tree)
    {
        _tree = tree;
        _pending.Begin(tree.PathCount);
        _textLength = 0;
        _leapt = 0;
        Events = 0;
        GaveUp = false;
        Reset();
    }

    /// <summary>Scans the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (GaveUp) return;

        int i = 0;
        _captureStart = 0;
        while (i < bytes.Length)
        {
            i = _step switch
            {
                Step.Member => Member(bytes, i),
                Step.Value => Value(bytes, i),
                Step.Element => Element(bytes, i),
                Step.Root => Root(bytes, i),
                Step.Colon => Colon(bytes, i),
                Step.Name => Name(bytes, i),
                _ => Rest(bytes, i),
            };
            if (GaveUp) return;
        }

        if (_step == Step.Rest && IsCapturing) KeepOpen(bytes);
        if (!_pending.IsEmpty) _pending.Keep(bytes);
    }

    /// <summary>Ends the event: hands over what it had, and forgets what was unfinished.</summary>
    /// <param name="unfinished">Whether values of a document that is still open count, as they do when a body breaks
    /// off; where the framing says that the event has ended, an open document is malformed.</param>
    public void EndEvent(bool unfinished = false)
    {
        if (_depth == 0 || unfinished) Deliver(default);
        Reset();
    }

    /// <summary>Forgets the event under way.</summary>
    public void Abandon() => Reset();

    private bool IsCapturing => _node is { Path: >= 0 };

    private void Reset()
    {
        _pending.Clear();
        _name.Clear();
        _delivered = 0;
        _arrays = 0;
        _depth = 0;
        _step = Step.Root;
        _node = null;
        _inRootArray = false;
    }

    private int Root(ReadOnlySpan<byte> bytes, int i)
    {
        switch (bytes[i])
        {
            case (byte)'{':
                // What the document before had must go first: from here on its bytes are not at hand as its own.
                Deliver(bytes);
                Events++;
                Push(_tree.Root, isArray: false);
                return i + 1;
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
            if (end == bytes.Length || bytes[end] == '\\') return BeginName(bytes, start);

            PathNode? node = frame.Find(bytes[start..end]);
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
        _captureStart = i;
        _step = Step.Rest;
        _skip = default;
        if (first == '"')
        {
            _cut = node is null || node.StringUse == StringUse.None ? Step.String
                : node.StringUse == StringUse.Measure ? Step.Text : Step.Stream;
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
        return i + 1;
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

    private enum Step : byte
    {
        Root,
        Member,
        Name,
        Colon,
        Value,
        Element,
        Rest,
        String,
        Text,
        Stream,
        Container,
        Scalar,
    }
}
