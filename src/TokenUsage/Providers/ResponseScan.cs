using TokenUsage.Providers.Framing;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers;

/// <summary>Reads the usage out of one answer while it passes. Reused from call to call; not safe for concurrent use.</summary>
/// <remarks>Holds at most 4 KiB, whatever comes. Never throws: at a limit, at a broken frame, and when the reader fails,
/// it gives up, and the counts are then unknown.</remarks>
internal sealed class ResponseScan : IValueSink
{
    private readonly FramingChoice _framings = new();
    private readonly JsonPathScanner _scanner;
    private IUsageReader? _reader;
    private BodyFraming? _framing;
    private bool _isEnded;
    private bool _isClosed;

    public ResponseScan() => _scanner = new JsonPathScanner(this);

    /// <summary>Gets what is known so far.</summary>
    public UsageReading Reading { get; } = new();

    /// <summary>Gets whether a limit was passed: the counts are then unknown, whatever <see cref="Reading"/> holds.</summary>
    public bool GaveUp => ReaderFault is not null || _scanner.GaveUp || _framing is { GaveUp: true };

    /// <summary>Gets what the reader has thrown.</summary>
    public Exception? ReaderFault { get; private set; }

    /// <summary>Gets whether the format itself has seen the answer's end, and not only the framing its last bracket.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Gets whether the answer has stated anything that is counted.</summary>
    public bool IsStated =>
        !GaveUp && (!Reading.Tokens.IsEmpty || Reading.Meters.Count > 0 || Reading.StatedCostUsd is not null);

    /// <summary>Gets whether the body's own format has said that nothing more comes.</summary>
    public bool IsAtEnd => _framing is { IsDone: true };

    /// <summary>Gets where the counts come from, once the answer has ended or broken off.</summary>
    /// <param name="endedNormally">Whether the body was read to its end.</param>
    public UsageSource Source(bool endedNormally)
    {
        if (!IsStated) return UsageSource.Unreported;
        return endedNormally || Reading.IsComplete ? UsageSource.Reported : UsageSource.Partial;
    }

    public void Begin(IUsageReader reader, WireResponse response)
    {
        Clear();
        _reader = reader;
        _framings.Begin(response.MediaType);
        try
        {
            _scanner.Begin(PathTree.Of(reader));
            RateLimitHeaders.Read(response, Reading);
            reader.ReadHead(response, Reading);
        }
        catch (Exception fault)
        {
            // A reader may be the application's own. Its fault costs this call its counts and nothing else.
            ReaderFault = fault;
        }
    }

    /// <summary>Reads the next decoded bytes, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> decodedBytes)
    {
        if (_reader is null || _isEnded || GaveUp) return;

        _framing ??= _framings.TryChoose(ref decodedBytes);
        _framing?.Append(decodedBytes, _scanner);
    }

    /// <summary>Ends the answer, also one that broke off.</summary>
    public void End()
    {
        if (_reader is null || _isEnded) return;

        _isEnded = true;
        if (!GaveUp) _framing?.End(_scanner);
        Reading.TextLength += _scanner.TextLength;
        _isClosed = Reading.IsComplete;
        Reading.IsComplete |= _framing is { IsDone: true };
        Reading.ErrorType ??= _framing?.ErrorType;
        Settle(_reader);
    }

    /// <summary>Makes it ready for the next answer.</summary>
    public void Clear()
    {
        Reading.Clear();
        _reader = null;
        _framing = null;
        _isEnded = false;
        _isClosed = false;
        ReaderFault = null;
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json)
    {
        if (ReaderFault is not null) return;
        try
        {
            _reader!.Read(path, json, Reading);
        }
        catch (Exception fault)
        {
            ReaderFault = fault;
        }
    }

    private void Settle(IUsageReader reader)
    {
        try
        {
            reader.Complete(Reading);
        }
        catch (Exception fault)
        {
            ReaderFault = fault;
        }

        Reading.Tokens = GaveUp ? default : Reading.Tokens.Clamp();
    }
}
