using System.Buffers;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Reads a request body that is in memory already.</summary>
internal static class RequestBody
{
    private const int PieceLength = 4096;

    /// <remarks>
    /// The stream is a view of the caller's own bytes. It is left open: the content keeps it, and hands the same one to
    /// whoever asks next, so its position is put back.
    /// </remarks>
    public static void Scan(HttpContent content, RequestScan scan)
    {
        Stream stream = content.ReadAsStream(CancellationToken.None);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            long start = stream.Position;
            int read;
            while ((read = stream.Read(piece, 0, PieceLength)) > 0) scan.Append(piece.AsSpan(0, read));
            stream.Position = start;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
