using System.Text;

namespace TokenUsage.Proofs;

/// <summary>A beginning, very many letters, and an end; made while it is read.</summary>
internal sealed class EndlessText(string beginning, long letters, string end) : Stream
{
    private readonly byte[] _beginning = Encoding.UTF8.GetBytes(beginning);
    private readonly byte[] _end = Encoding.UTF8.GetBytes(end);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _beginning.Length + letters + _end.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        long behind = _position - _beginning.Length;
        if (behind < 0)
        {
            read = Copy(_beginning.AsSpan((int)_position), buffer);
        }
        else if (behind < letters)
        {
            read = (int)Math.Min(buffer.Length, letters - behind);
            buffer[..read].Fill((byte)'x');
        }
        else
        {
            read = Copy(_end.AsSpan((int)(behind - letters)), buffer);
        }

        _position += read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int length = Math.Min(source.Length, destination.Length);
        source[..length].CopyTo(destination);
        return length;
    }
}
