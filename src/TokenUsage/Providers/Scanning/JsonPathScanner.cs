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
internal sealed partial class JsonPathScanner
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
    private bool _isOnProbation;

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
        _isOnProbation = false;
        _tree = tree;
        _prefix.Clear();
        _pending.Begin(tree.PathCount);
        _textLength = 0;
        _leapt = 0;
        Events = 0;
        GaveUp = false;
        Reset();
    }

    /// <summary>Makes values wait for the event's end although their document has closed: a checksum follows it.</summary>
    public void PutOnProbation() => _isOnProbation = true;

    /// <summary>Scans the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (GaveUp) return;

        int i = 0;
        _captureStart = 0;
        _eventStart = -1;
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
