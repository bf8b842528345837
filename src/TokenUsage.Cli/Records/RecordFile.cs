using System.IO.Compression;
using System.Text.Json;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Records;

/// <summary>Reads a file of records: JSON Lines or CSV, compressed or not, told apart by its name or its first letter.</summary>
internal sealed class RecordFile
{
    private RecordFile(int line, IReadOnlyDictionary<string, string>? members, string? fault)
    {
        Line = line;
        Members = members;
        Fault = fault;
    }

    /// <summary>Gets the number of the line, or of the row, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets its members by name; <see langword="null"/> when it is none.</summary>
    public IReadOnlyDictionary<string, string>? Members { get; }

    public string? Fault { get; }

    /// <exception cref="InputException">The file is missing.</exception>
    public static IEnumerable<RecordFile> Read(FileInfo file)
    {
        if (!file.Exists) throw new InputException($"There is no file '{file.FullName}'; name one to import.");

        return ReadExisting(file);
    }

    private static IEnumerable<RecordFile> ReadExisting(FileInfo file)
    {
        bool isCompressed = file.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream stream = isCompressed
            ? new GZipStream(file.OpenRead(), CompressionMode.Decompress) : file.OpenRead();
        using var reader = new StreamReader(stream);
        string name = isCompressed ? Path.GetFileNameWithoutExtension(file.Name) : file.Name;
        bool isCsv = name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || reader.Peek() != '{';
        foreach (RecordFile row in isCsv ? ReadCsv(reader) : ReadJsonLines(reader)) yield return row;
    }

    private static IEnumerable<RecordFile> ReadJsonLines(StreamReader reader)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return ParseJson(number, line);
        }
    }

    private static RecordFile ParseJson(int number, string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new RecordFile(number, null, "is no JSON object");

            var members = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Null) continue;
                members[member.Name] = member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()! : member.Value.GetRawText();
            }

            return new RecordFile(number, members, null);
        }
        catch (JsonException exception)
        {
            return new RecordFile(number, null, $"is no JSON: {exception.Message}");
        }
    }

    private static IEnumerable<RecordFile> ReadCsv(StreamReader reader)
    {
        List<string>? names = null;
        int number = 0;
        foreach (List<string> row in CsvText.Read(reader))
        {
            number++;
            if (names is null)
            {
                names = row;
                continue;
            }

            if (row is [""]) continue;
            yield return row.Count == names.Count
                ? new RecordFile(number, MembersOf(names, row), null)
                : new RecordFile(number, null, $"has {row.Count} cells, the first line names {names.Count}");
        }
    }

    private static Dictionary<string, string> MembersOf(List<string> names, List<string> row)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            if (row[i].Length > 0) members[names[i]] = CsvText.Unguard(row[i]);
        }

        return members;
    }
}
