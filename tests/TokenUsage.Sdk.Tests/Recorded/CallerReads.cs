namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>How a caller reads a body: in reads that end at given places, so that the scanner sees it cut there.</summary>
internal static class CallerReads
{
    /// <summary>Reads until <paramref name="end"/> or the body's own, no read beyond the cut that follows its position.</summary>
    public static async Task<int> ReadAsync(
        Stream stream, byte[] seen, Func<int, int> nextCut, int end, CancellationToken cancellationToken)
    {
        int at = 0;
        while (at < end)
        {
            int length = Math.Min(end, nextCut(at)) - at;
            int read = await stream.ReadAsync(seen.AsMemory(at, length), cancellationToken);
            if (read == 0) break;
            at += read;
        }

        return at;
    }

    public static Func<int, int> Every(int length) => at => at + length;

    public static Func<int, int> Random(int seed)
    {
        var random = new Random(seed);
        return at => at + random.Next(1, 400);
    }

    public static Func<int, int> At(IReadOnlyList<int> cuts)
    {
        int next = 0;
        return at =>
        {
            while (next < cuts.Count && cuts[next] <= at) next++;
            return next < cuts.Count ? cuts[next] : int.MaxValue;
        };
    }
}
