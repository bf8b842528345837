using System.Runtime.CompilerServices;

namespace TokenUsage.Capture;

/// <summary>Passes reads on, and shows what each one brought. Reads nothing that the caller did not ask for.</summary>
internal sealed class TappedReadStream(Stream inner, WireObservation wire) : Stream
{
    private bool _isReadOn;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanTimeout => inner.CanTimeout;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set
        {
            wire.LostTrack();
            inner.Position = value;
        }
    }

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => inner.WriteTimeout;
        set => inner.WriteTimeout = value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Show(buffer, inner.Read(buffer));
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading;
        try
        {
            reading = inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }

        return reading.IsCompletedSuccessfully
            ? new ValueTask<int>(Show(buffer.Span, reading.GetAwaiter().GetResult()))
            : ShowAfterAsync(reading, buffer);
    }

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        return CopyAsync(destination, bufferSize, cancellationToken);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin)
    {
        wire.LostTrack();
        return inner.Seek(offset, origin);
    }

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override async ValueTask DisposeAsync()
    {
        if (TryReadOn()) return;

        await inner.DisposeAsync().ConfigureAwait(false);
        wire.Released();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !TryReadOn())
        {
            inner.Dispose();
            wire.Released();
        }

        base.Dispose(disposing);
    }

    /// <summary>Lets go of what was read on behind the caller.</summary>
    public void EndReadOn()
    {
        inner.Dispose();
        wire.Released();
    }

    // Both the caller's stream and his response are disposed: neither may cut off what is being read on.
    private bool TryReadOn() => _isReadOn = _isReadOn || wire.TryReadOn(this);

    // An empty buffer asks whether there is anything to read; its zero is no end.
    private int Show(ReadOnlySpan<byte> buffer, int read)
    {
        if (read > 0) wire.Received(buffer[..read]);
        else if (!buffer.IsEmpty) wire.Ended();
        return read;
    }

    // Pooled: a streamed answer comes in thousands of reads, and none of them may allocate on our account.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ShowAfterAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        try
        {
            int read = await reading.ConfigureAwait(false);
            return Show(buffer.Span, read);
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }
    }

    private async Task CopyAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        try
        {
            var tapped = TappedWriteStream.OfAnswer(destination, wire);
            await inner.CopyToAsync(tapped, bufferSize, cancellationToken).ConfigureAwait(false);
            wire.Ended();
        }
        catch (Exception exception)
        {
            wire.Failed(exception);
            throw;
        }
    }
}
