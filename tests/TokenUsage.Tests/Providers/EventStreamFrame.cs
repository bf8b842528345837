using System.Buffers.Binary;
using System.Text;

namespace TokenUsage.Tests.Providers;

/// <summary>Writes AWS event-stream frames, with a checksum computed bit by bit.</summary>
internal static class EventStreamFrame
{
    public static byte[] Make(string eventType, string payload) =>
        Make([(":event-type", eventType), (":content-type", "application/json"), (":message-type", "event")], payload);

    public static byte[] MakeException(string type) =>
        Make([(":exception-type", type), (":message-type", "exception")], """{"message":"too much"}""");

    private static byte[] Make((string Name, string Value)[] headers, string payload)
    {
        byte[] head = [.. headers.SelectMany(h => Header(h.Name, h.Value))];
        byte[] body = Encoding.UTF8.GetBytes(payload);
        byte[] lengths = [.. Number((uint)(16 + head.Length + body.Length)), .. Number((uint)head.Length)];
        byte[] covered = [.. lengths, .. Number(Checksum(lengths)), .. head, .. body];
        return [.. covered, .. Number(Checksum(covered))];
    }

    private static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. Encoding.UTF8.GetBytes(name), 7, 0, (byte)value.Length,
            .. Encoding.UTF8.GetBytes(value)];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Checksum(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
