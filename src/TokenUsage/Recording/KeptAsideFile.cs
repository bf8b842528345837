using System.Buffers;
using System.Text.Json;

namespace TokenUsage.Recording;

/// <summary>The side file of the journal, a line of JSON for each record that nobody will store.</summary>
internal sealed class KeptAsideFile(string path, TimeProvider time)
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private long _bytes;

    /// <summary>Gets whether nothing more is written.</summary>
    public bool IsFull => Interlocked.Read(ref _bytes) >= MaxBytes;

    /// <summary>Writes a record, in the encoding of the journal, and brings it to the disk.</summary>
    public void Write(ReadOnlySpan<byte> record, string reason)
    {
        var line = new ArrayBufferWriter<byte>(record.Length + (record.Length / 2));
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow());
            json.WriteString("reason", reason);
            json.WriteBase64String("record", record);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        using FileStream file = JournalFile.OpenForAppending(path);
        file.Write(line.WrittenSpan);
        file.Flush(flushToDisk: true);
        Interlocked.Exchange(ref _bytes, file.Length);
    }
}
