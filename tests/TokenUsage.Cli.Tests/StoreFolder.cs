using TokenUsage.Cli.Records;

namespace TokenUsage.Cli.Tests;

/// <summary>A folder with stores and files in it, gone after the test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("tokenusage-cli-").FullName;

    /// <summary>A line with what every record needs, and nothing else.</summary>
    public const string Unpriced =
        """{"id":"0190a000-0000-7000-8000-000000000009","started_at":"2026-03-01T09:00:00Z","provider":"ollama"}""";

    public string Database => File("usage.db");

    public string File(string name) => Path.Combine(_path, name);

    public string Write(string name, params string[] lines)
    {
        System.IO.File.WriteAllLines(File(name), lines);
        return File(name);
    }

    public Task<CommandRun> ImportAsync(params string[] lines) => CommandRun.OfAsync(
        ImportCommand.Create(), Write($"{Guid.NewGuid():N}.jsonl", lines), "--store", Database);

    /// <summary>Makes a line of an import file.</summary>
    public static string Line(int number, string more = "") =>
        $$"""
        {"id":"0190a000-0000-7000-8000-{{number:D12}}","started_at":"2026-03-01T{{number % 24:D2}}:00:00Z",
        "provider":"openai","model":"gpt-4o","input":{{number}},"output":1,"usd":0.5{{more}}}
        """.ReplaceLineEndings("");

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
