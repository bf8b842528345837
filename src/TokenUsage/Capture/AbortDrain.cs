using System.Buffers;

namespace TokenUsage.Capture;

/// <summary>Reads on for a while after the caller has left, so that what the provider bills is known and not guessed.</summary>
/// <remarks>Bounded three ways, by time, by bytes and by how many run at once: past any of them the estimate stands.</remarks>
internal sealed class AbortDrain(TimeSpan limit, TimeProvider time)
{
    private const int MostAtOnce = 64;
    private const long MostBytes = 4L * 1024 * 1024;
    private const int PieceLength = 8 * 1024;

    private static int _running;

    /// <summary>Begins to read on, unless too many do already.</summary>
    /// <param name="tapped">The body, whose reads are observed.</param>
    /// <param name="whenDone">Lets go of the body.</param>
    /// <returns><see langword="false"/> when nothing was begun, and nothing will be let go.</returns>
    public bool TryBegin(Stream tapped, Action whenDone)
    {
        if (Interlocked.Increment(ref _running) > MostAtOnce)
        {
            Interlocked.Decrement(ref _running);
            return false;
        }

        // Not the caller's context: the reading outlives his call.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(() => ReadOnAsync(tapped, whenDone));
        return true;
    }

    private async Task ReadOnAsync(Stream tapped, Action whenDone)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            long total = 0;
            int read;
            do
            {
                read = await tapped.ReadAsync(piece.AsMemory(0, PieceLength), deadline.Token).ConfigureAwait(false);
                total += read;
            }
            while (read > 0 && total < MostBytes);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or HttpRequestException)
        {
            // The tap has seen it and ended the observation. Nobody waits for this reading.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            Interlocked.Decrement(ref _running);
            whenDone();
        }
    }
}
