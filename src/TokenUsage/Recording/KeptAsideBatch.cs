using System.Text;
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

    /// <summary>Removes the lines that name a user, readable or not.</summary>
    /// <returns>How many there were.</returns>
    public long Erase(IReadOnlyCollection<string> identities)
    {
        byte[][] names = [.. identities.Select(Encoding.UTF8.GetBytes)];
        string[] lines = File.ReadAllLines(_path);
        string[] kept = [.. lines.Where(line => !Names(line, identities, names))];
        if (kept.Length == 0) File.Delete(_path);
        else if (kept.Length < lines.Length) File.WriteAllLines(_path, kept);
        return lines.Length - kept.Length;
    }

    // What cannot be read may name the user all the same: its bytes are searched.
    private static bool Names(string line, IReadOnlyCollection<string> identities, byte[][] names) =>
        RecordIn(line) is { } record
            ? record.Dimensions.User is { } user && identities.Contains(user)
            : BytesIn(line) is { } bytes && names.Any(name => bytes.AsSpan().IndexOf(name) >= 0);

    private static UsageRecord? RecordIn(string line) =>
        BytesIn(line) is { } bytes && RecordDecoder.TryDecode(bytes, out UsageRecord? record) ? record : null;

    private static byte[]? BytesIn(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("record", out JsonElement encoded)
                && encoded.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // a line that a power cut has cut short
        }
    }
}
