using System.Text.Json;

namespace TokenUsage.Cli.Importing;

/// <summary>Reads the logs of other tools: an archive, a log, or a folder of logs.</summary>
internal static class ForeignFiles
{
    /// <summary>Gets which format a file or folder is in; <see langword="null"/> when it is one of ours.</summary>
    public static ForeignFormat? FormatOf(string path)
    {
        if (Directory.Exists(path)) return ForeignFormat.SessionLog;
        if (!File.Exists(path)) return null;
        if (path.EndsWith(".har", StringComparison.OrdinalIgnoreCase)) return ForeignFormat.Har;
        if (Path.GetExtension(path).ToLowerInvariant() is not (".jsonl" or ".json" or ".ndjson")) return null;

        foreach ((_, JsonElement line, string? fault) in Lines(path))
        {
            if (fault is not null) return null;
            if (LiteLlmFile.Recognizes(line)) return ForeignFormat.LiteLlm;
            if (SessionLogFile.Recognizes(line)) return ForeignFormat.SessionLog;
            if (line.Text("started_at") is not null) return null;
        }

        return null;
    }

    public static IEnumerable<CallRow> Read(string path, ForeignFormat format) => format switch
    {
        ForeignFormat.Har => HarCalls.Read(new FileInfo(path)),
        ForeignFormat.LiteLlm => ReadLines(path, LiteLlmFile.Read),
        _ => Directory.Exists(path) ? LogsIn(path).SelectMany(ReadSessions) : ReadSessions(path),
    };

    // Ordered by name: which copy of an answer comes first must not depend on the disk.
    private static IEnumerable<string> LogsIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<CallRow> ReadSessions(string path)
    {
        string project = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
        return ReadLines(path, (line, place) => SessionLogFile.Read(line, place, project));
    }

    private static IEnumerable<CallRow> ReadLines(string path, Func<JsonElement, string, CallRow> read)
    {
        foreach ((int number, JsonElement line, string? fault) in Lines(path))
        {
            string place = $"{Path.GetFileName(path)}, line {number}";
            yield return fault is null ? read(line, place) : new CallRow(place, null, fault);
        }
    }

    // JSON Lines, or one array of rows, which is what an endpoint answers.
    private static IEnumerable<(int Number, JsonElement Line, string? Fault)> Lines(string path)
    {
        using StreamReader reader = File.OpenText(path);
        if (reader.Peek() == '[')
        {
            using JsonDocument document = ParseWhole(reader, path);
            int index = 0;
            foreach (JsonElement row in document.RootElement.EnumerateArray()) yield return (++index, row, null);
            yield break;
        }

        int number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            yield return TryParse(text, out JsonElement line, out string? fault)
                ? (number, line, null) : (number, default, fault);
        }
    }

    private static JsonDocument ParseWhole(StreamReader reader, string path)
    {
        try
        {
            return JsonDocument.Parse(reader.ReadToEnd());
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is no JSON: {exception.Message}", exception);
        }
    }

    private static bool TryParse(string text, out JsonElement line, out string? fault)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            line = document.RootElement.Clone();
            fault = null;
            return true;
        }
        catch (JsonException exception)
        {
            line = default;
            fault = $"is no JSON: {exception.Message}";
            return false;
        }
    }
}
