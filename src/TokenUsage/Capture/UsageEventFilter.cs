using System.Buffers;

namespace TokenUsage.Capture;

/// <summary>Hides the event that a stream carries only because we asked for it; every other byte passes in its order.</summary>
/// <remarks>
/// An event is let go when it is complete, so nothing is held longer than it takes to arrive. One that outgrows the
/// buffer cannot be the usage event, and passes as it comes.
/// </remarks>
internal sealed class UsageEventFilter(Stream inner) : Stream
{
    private const int BufferLength = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _start;
    private int _passable;
    private int _end;
    private bool _insideLargeEvent;
    private bool _atEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_passable == _start && !_atEnd)
        {
            if (TryMakeRoom()) Arrived(inner.Read(_buffer.AsSpan(_end)));
        }

        return Pass(buffer);
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_passable == _start && !_atEnd)
        {
            if (!TryMakeRoom()) break;
            Arrived(await inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false));
        }

        return Pass(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            byte[] buffer = Interlocked.Exchange(ref _buffer, []);
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }

    private bool TryMakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _passable = _start = 0;
        }

        if (_end < _buffer.Length) return true;

        _insideLargeEvent = true;
        _passable = _end;
        return false;
    }

    private void Arrived(int read)
    {
        _end += read;
        if (read > 0)
        {
            Examine();
            return;
        }

        // What is left is an event without its closing blank line, or none.
        _atEnd = true;
        if (_insideLargeEvent || !UsageEvent.IsOne(_buffer.AsSpan(_passable, _end - _passable))) _passable = _end;
        else _end = _passable;
    }

    private void Examine()
    {
        while (UsageEvent.FindEnd(_buffer.AsSpan(_passable, _end - _passable)) is > 0 and int length)
        {
            if (!_insideLargeEvent && UsageEvent.IsOne(_buffer.AsSpan(_passable, length)))
            {
                _buffer.AsSpan(_passable + length, _end - _passable - length).CopyTo(_buffer.AsSpan(_passable));
                _end -= length;
                continue;
            }

            _insideLargeEvent = false;
            _passable += length;
        }
    }

    private int Pass(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _passable - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
