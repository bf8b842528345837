using System.Buffers.Binary;
using System.Text;

namespace TokenUsage.Providers.Framing;

/// <summary>The headers of one AWS event-stream frame.</summary>
internal static class EventStreamHeaders
{
    private const byte TextType = 7;

    /// <summary>Says what a frame is.</summary>
    /// <param name="headers">The bytes of all its headers.</param>
    /// <param name="isChunk">Whether its payload wraps a model's own JSON in base64.</param>
    /// <param name="error">The type of the failure that it reports, or <see langword="null"/>.</param>
    /// <returns><see langword="false"/> when the headers are malformed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> headers, out bool isChunk, out string? error)
    {
        isChunk = false;
        error = null;
        bool isFailure = false;
        while (!headers.IsEmpty)
        {
            int nameLength = headers[0];
            if (headers.Length < nameLength + 2) return false;
            ReadOnlySpan<byte> name = headers.Slice(1, nameLength);
            byte type = headers[nameLength + 1];
            headers = headers[(nameLength + 2)..];
            if (!TryValueLength(type, headers, out int skipped, out int length)) return false;
            if (headers.Length < skipped + length) return false;

            ReadOnlySpan<byte> value = headers.Slice(skipped, length);
            headers = headers[(skipped + length)..];
            if (type != TextType) continue;

            if (name.SequenceEqual(":event-type"u8)) isChunk = value.SequenceEqual("chunk"u8);
            else if (name.SequenceEqual(":message-type"u8)) isFailure = !value.SequenceEqual("event"u8);
            else if (name.SequenceEqual(":exception-type"u8) || name.SequenceEqual(":error-code"u8))
                error = Encoding.UTF8.GetString(value);
        }

        if (isFailure) error ??= "exception";
        return true;
    }

    private static bool TryValueLength(byte type, ReadOnlySpan<byte> rest, out int skipped, out int length)
    {
        skipped = 0;
        length = type switch { 0 or 1 => 0, 2 => 1, 3 => 2, 4 => 4, 5 or 8 => 8, 9 => 16, _ => -1 };
        if (length >= 0) return true;
        if (type is not (6 or TextType) || rest.Length < 2) return false;

        skipped = 2;
        length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        return true;
    }
}
