using System.Buffers;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Reads a request body that is in memory already.</summary>
internal static class RequestBody
{
    private const int PieceLength = 4096;
    private const int LongestName = 32;

    /// <remarks>
    /// The content writes its own bytes as one piece, and nothing is copied: asked for a stream, it would make one and
    /// keep it.
    /// </remarks>
    public static void Scan(HttpContent content, RequestScan scan) =>
        content.CopyTo(scan.Sink, context: null, CancellationToken.None);

    /// <summary>Scans the body, measures it, and says whether it names prompt that lies elsewhere.</summary>
    public static bool ScanForeign(HttpContent content, RequestScan scan, out long length)
    {
        Stream stream = content.ReadAsStream(CancellationToken.None);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength + LongestName);
        char[] text = ArrayPool<char>.Shared.Rent(PieceLength + LongestName);
        bool isForeign = false;
        length = 0;
        try
        {
            long start = stream.Position;
            int kept = 0;
            int read;
            while ((read = stream.Read(piece, kept, PieceLength)) > 0)
            {
                scan.Append(piece.AsSpan(kept, read));
                length += read;
                isForeign = isForeign || PromptParts.IsIn(piece.AsSpan(0, kept + read), text);

                // A name may lie across two pieces.
                int tail = Math.Min(LongestName, kept + read);
                piece.AsSpan(kept + read - tail, tail).CopyTo(piece);
                kept = tail;
            }

            stream.Position = start;
            return isForeign;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
