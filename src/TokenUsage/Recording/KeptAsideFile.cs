using System.Buffers;
using System.Text.Json;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>The side file of the journal, a line of JSON for each record that nobody will store.</summary>
/// <param name="root">The journal's folder.</param>
/// <param name="name">The file's name, one a process: two that append to one file would write over each other.</param>
/// <param name="time">Says when.</param>
internal sealed class KeptAsideFile(string root, Guid name, TimeProvider time)
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private const string Prefix = "kept-aside-";
    private const string TakenPrefix = "redriven-";

    private readonly string _path = Path.Combine(root, $"{Prefix}{name:N}.jsonl");
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
        using FileStream file = JournalFile.OpenForAppending(_path);
        file.Write(line.WrittenSpan);
        file.Flush(flushToDisk: true);
        Interlocked.Exchange(ref _bytes, file.Length);
    }

    /// <summary>Takes every side file of the folder, those of dead processes too.</summary>
    /// <remarks>Renamed first: a process that lives, this one included, then begins a new one.</remarks>
    public IReadOnlyList<KeptAsideBatch> TakeAll()
    {
        Interlocked.Exchange(ref _bytes, 0);
        foreach (string path in Directory.GetFiles(root, Prefix + "*.jsonl"))
            File.Move(path, Path.Combine(root, $"{TakenPrefix}{GuidSource.Next(time.GetUtcNow()):N}.jsonl"));

        return [.. Directory.GetFiles(root, TakenPrefix + "*.jsonl").Select(path => new KeptAsideBatch(path))];
    }

    /// <summary>Removes the lines that name a user from every side file of the folder.</summary>
    /// <returns>How many there were.</returns>
    public long Erase(IReadOnlyCollection<string> identities) =>
        Directory.GetFiles(root, "*.jsonl").Sum(path => new KeptAsideBatch(path).Erase(identities));
}
