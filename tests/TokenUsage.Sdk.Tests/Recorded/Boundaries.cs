using System.Buffers.Binary;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>Where a recorded answer may be cut.</summary>
internal static class Boundaries
{
    /// <summary>After every event of a stream; of a document, after its first byte, in its middle, and before its last.</summary>
    public static IReadOnlyList<int> Events(Exchange recording)
    {
        byte[] body = recording.Body;
        int[] ends = recording.MediaType?.Split(';')[0] switch
        {
            "text/event-stream" => [.. After(body, "\n\n"u8), .. After(body, "\r\n\r\n"u8)],
            "application/x-ndjson" or "application/stream+json" => [.. After(body, "\n"u8)],
            "application/vnd.amazon.eventstream" => [.. Frames(body)],
            _ => [1, body.Length / 2, body.Length - 1],
        };
        return [.. ends.Where(end => end > 0 && end < body.Length).Distinct().Order()];
    }

    /// <summary>Between CR and LF, inside each UTF-8 sequence, and inside each frame's head.</summary>
    public static IReadOnlyList<int> Awkward(Exchange recording)
    {
        byte[] body = recording.Body;
        var cuts = new SortedSet<int>();
        for (int i = 1; i < body.Length; i++)
        {
            bool isInsideLineEnd = body[i - 1] == '\r' && body[i] == '\n';
            bool isInsideSequence = (body[i] & 0xC0) == 0x80;
            if (isInsideLineEnd || isInsideSequence) cuts.Add(i);
        }

        foreach (int end in Events(recording)) cuts.Add(Math.Min(end + 3, body.Length - 1));
        return [.. cuts];
    }

    private static List<int> After(ReadOnlySpan<byte> body, ReadOnlySpan<byte> mark)
    {
        var ends = new List<int>();
        int at = 0;
        while (body[at..].IndexOf(mark) is >= 0 and int found)
        {
            at += found + mark.Length;
            ends.Add(at);
        }

        return ends;
    }

    // Amazon's event stream: each frame begins with its own length.
    private static List<int> Frames(ReadOnlySpan<byte> body)
    {
        var ends = new List<int>();
        for (int at = 0; at + 4 <= body.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(body[at..]);
            if (length < 16) break;
            at += length;
            ends.Add(at);
        }

        return ends;
    }
}
