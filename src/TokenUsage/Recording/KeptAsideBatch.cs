using System.Text.Json;

namespace TokenUsage.Recording;

/// <summary>One side file that was taken to be offered again.</summary>
internal sealed class KeptAsideBatch
{
    private readonly string _path;
    private readonly List<string> _unreadable = [];
    private readonly List<UsageRecord> _records = [];

    /// <summary>Reads a file that nobody writes to any more.</summary>
    public KeptAsideBatch(string path)
    {
        _path = path;
        foreach (string line in File.ReadLines(path))
        {
            if (RecordIn(line) is { } record) _records.Add(record);
            else _unreadable.Add(line);
        }
    }

    public IReadOnlyList<UsageRecord> Records => _records;

    /// <summary>Deletes the file; what nobody can read stays in it.</summary>
    public void Discard()
    {
        if (_unreadable.Count == 0) File.Delete(_path);
        else File.WriteAllLines(_path, _unreadable);
    }

    private static UsageRecord? RecordIn(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("record", out JsonElement encoded)
                && encoded.TryGetBytesFromBase64(out byte[]? bytes)
                && RecordDecoder.TryDecode(bytes, out UsageRecord? record) ? record : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // a line that a power cut has cut short
        }
    }
}
