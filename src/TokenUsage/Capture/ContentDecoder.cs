using System.Buffers;
using System.IO.Compression;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Decodes a copy of a compressed body, piece by piece, while the original passes on untouched.</summary>
/// <remarks>
/// Needed only where the caller set <c>Accept-Encoding</c> himself: otherwise the inner handler has decoded already.
/// </remarks>
internal sealed class ContentDecoder : IDisposable
{
    // A bomb is read up to here and then given up; the caller's own decoder is his own affair.
    private const long MostDecoded = 1L << 30;
    private const int PieceLength = 4096;

    private readonly ChunkStream? _chunks;
    private readonly Stream? _inflater;
    private BrotliDecoder _brotli;
    private long _decoded;

    private ContentDecoder(Func<Stream, Stream>? inflate)
    {
        if (inflate is null) return;

        _chunks = new ChunkStream();
        _inflater = inflate(_chunks);
    }

    /// <summary>Makes a decoder for the body's encodings.</summary>
    /// <param name="encodings">The values of <c>Content-Encoding</c>.</param>
    /// <param name="decoder"><see langword="null"/> when the body is not encoded.</param>
    /// <returns><see langword="false"/> when nothing here can decode the body.</returns>
    public static bool TryCreate(ICollection<string> encodings, out ContentDecoder? decoder)
    {
        decoder = null;
        if (encodings.Count == 0) return true;
        if (encodings.Count > 1) return false;

        string encoding = encodings.First().ToLowerInvariant();
        decoder = encoding switch
        {
            "gzip" or "x-gzip" => new ContentDecoder(s => new GZipStream(s, CompressionMode.Decompress)),
            "deflate" => new ContentDecoder(s => new ZLibStream(s, CompressionMode.Decompress)),
            "br" => new ContentDecoder(inflate: null),
            _ => null,
        };
        return decoder is not null || encoding is "identity";
    }

    /// <summary>Decodes what these bytes complete, into a scan.</summary>
    /// <returns><see langword="false"/> when the body is broken or too large; there is no use in going on then.</returns>
    public bool TryDecode(ReadOnlySpan<byte> bytes, ResponseScan scan)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            return _inflater is null ? Unbrotli(bytes, piece, scan) : Inflate(bytes, piece, scan);
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    public void Dispose()
    {
        _inflater?.Dispose();
        _brotli.Dispose();
    }

    private bool Inflate(ReadOnlySpan<byte> bytes, byte[] piece, ResponseScan scan)
    {
        const int MostAtOnce = 16 * 1024;

        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> some = bytes[..Math.Min(bytes.Length, MostAtOnce)];
            bytes = bytes[some.Length..];
            _chunks!.Offer(some);
            int read;
            while ((read = _inflater!.Read(piece)) > 0)
            {
                if (!Show(piece.AsSpan(0, read), scan)) return false;
            }
        }

        return true;
    }

    private bool Unbrotli(ReadOnlySpan<byte> bytes, byte[] piece, ResponseScan scan)
    {
        while (true)
        {
            OperationStatus status = _brotli.Decompress(bytes, piece, out int consumed, out int written);
            if (status == OperationStatus.InvalidData) return false;
            if (!Show(piece.AsSpan(0, written), scan)) return false;

            bytes = bytes[consumed..];
            if (status != OperationStatus.DestinationTooSmall) return true;
        }
    }

    private bool Show(ReadOnlySpan<byte> decoded, ResponseScan scan)
    {
        scan.Append(decoded);
        _decoded += decoded.Length;
        return _decoded <= MostDecoded;
    }
}
