namespace TokenUsage.Providers.Scanning;

internal sealed partial class JsonPathScanner
{
    private readonly EventPrefix _prefix = new();

    // Where the event under way began in the bytes at hand; -1 when in earlier ones, or when its beginning is known.
    private int _eventStart;

    private int BeginEvent(ReadOnlySpan<byte> bytes, int i)
    {
        // What the document before had must go first: from here on its bytes are not at hand as its own.
        Deliver(bytes);
        Events++;
        if (_prefix.TryMatch(bytes, i, _pending, _frames))
        {
            _eventStart = -1;
            _depth = _prefix.Depth;
            _arrays = _prefix.Arrays;
            _node = _prefix.Node;
            _skip = default;
            _cut = Step.Text;
            _step = Step.Rest;
            return i + _prefix.Length;
        }

        _eventStart = i;
        Push(_tree.Root, isArray: false);
        return i + 1;
    }

    // The scanner stands at the quote of a text: behind it the events begin to differ.
    private void LearnPrefix(ReadOnlySpan<byte> bytes, int quote, PathNode text)
    {
        // What has been handed over cannot be handed over again by whoever leaps to here. A first event may be the only
        // one, as each request is: it is not worth remembering.
        if (_delivered == 0 && Events > 1 && _prefix.IsWanted)
        {
            _prefix.Learn(
                bytes[_eventStart..(quote + 1)], _eventStart, _pending, _frames.AsSpan(0, _depth), _arrays, text);
        }

        _eventStart = -1;
    }
}
