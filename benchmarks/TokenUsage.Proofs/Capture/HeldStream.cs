namespace TokenUsage.Proofs.Capture;

/// <summary>A streamed answer of which the first event has come, and the next is long in coming.</summary>
internal sealed class HeldStream(ReadOnlyMemory<byte> first, Task<int> next) : Stream
{
    private ReadOnlyMemory<byte> _first = first;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_first.IsEmpty) return new ValueTask<int>(next);

        int read = Math.Min(buffer.Length, _first.Length);
        _first[..read].CopyTo(buffer);
        _first = _first[read..];
        return new ValueTask<int>(read);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
