namespace TokenUsage.Capture;

/// <summary>Passes writes on, and shows each one that went through.</summary>
internal sealed class TappedWriteStream(Stream inner, TappedWriteStream.Tap tap) : Stream
{
    /// <summary>Sees bytes that have been written.</summary>
    public delegate void Tap(ReadOnlySpan<byte> bytes);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        tap(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        tap(buffer);
    }

    public override void WriteByte(byte value)
    {
        inner.WriteByte(value);
        tap([value]);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask writing = inner.WriteAsync(buffer, cancellationToken);
        if (!writing.IsCompletedSuccessfully) return ShowAfterAsync(writing, buffer);

        tap(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask ShowAfterAsync(ValueTask writing, ReadOnlyMemory<byte> buffer)
    {
        await writing.ConfigureAwait(false);
        tap(buffer.Span);
    }
}
