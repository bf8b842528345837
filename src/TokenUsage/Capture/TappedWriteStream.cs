namespace TokenUsage.Capture;

/// <summary>Passes writes on, and shows each one that went through.</summary>
internal sealed class TappedWriteStream : Stream
{
    private readonly Stream _inner;
    private readonly WireObservation _wire;
    private readonly bool _isRequest;

    private TappedWriteStream(Stream inner, WireObservation wire, bool isRequest)
    {
        _inner = inner;
        _wire = wire;
        _isRequest = isRequest;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => _inner.CanWrite;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <summary>Shows what of a request has left.</summary>
    public static TappedWriteStream OfRequest(Stream inner, WireObservation wire) => new(inner, wire, isRequest: true);

    /// <summary>Shows what of an answer has reached its caller.</summary>
    public static TappedWriteStream OfAnswer(Stream inner, WireObservation wire) => new(inner, wire, isRequest: false);

    public override void Write(byte[] buffer, int offset, int count)
    {
        _inner.Write(buffer, offset, count);
        Show(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _inner.Write(buffer);
        Show(buffer);
    }

    public override void WriteByte(byte value)
    {
        _inner.WriteByte(value);
        Show([value]);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask writing = _inner.WriteAsync(buffer, cancellationToken);
        if (!writing.IsCompletedSuccessfully) return ShowAfterAsync(writing, buffer);

        Show(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Show(ReadOnlySpan<byte> bytes)
    {
        if (_isRequest) _wire.Sent(bytes);
        else _wire.Received(bytes);
    }

    private async ValueTask ShowAfterAsync(ValueTask writing, ReadOnlyMemory<byte> buffer)
    {
        await writing.ConfigureAwait(false);
        Show(buffer.Span);
    }
}
