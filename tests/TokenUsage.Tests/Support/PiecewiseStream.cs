namespace TokenUsage.Tests.Support;

/// <summary>A body that arrives in pieces: one a read. It may break at its end.</summary>
internal sealed class PiecewiseStream(IReadOnlyList<byte[]> pieces, Exception? breaksWith = null) : Stream
{
    private int _piece;
    private int _offset;

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
        if (_piece == pieces.Count) return breaksWith is null ? 0 : throw breaksWith;

        ReadOnlySpan<byte> rest = pieces[_piece].AsSpan(_offset);
        int read = Math.Min(buffer.Length, rest.Length);
        rest[..read].CopyTo(buffer);
        _offset += read;
        if (_offset == pieces[_piece].Length)
        {
            _piece++;
            _offset = 0;
        }

        return read;
    }

    // Truly asynchronous, as a socket is.
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Read(buffer.Span);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
