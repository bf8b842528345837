using System.Text.Json;
using TokenUsage.Cli.Records;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Importing;

public sealed class CcusageComparisonTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Streamed_parts_resumed_sessions_and_sub_agents_count_to_the_token_as_another_tool_counts_them()
    {
        Assert.SkipWhen(CcusageTool.Program is null, CcusageTool.Missing);
        WriteLogs();

        await CommandRun.OfAsync(ImportCommand.Create(), _folder.File("projects"), "--store", _folder.Database);

        JsonElement theirs = await CcusageTool.TotalsOfAsync(
            Path.GetDirectoryName(_folder.Database)!, TestContext.Current.CancellationToken);
        JsonElement ours = await TotalsAsync();
        long Theirs(string name) => theirs.GetProperty(name).GetInt64();
        long Ours(string name) => ours.GetProperty(name).GetInt64();
        Ours("output").Should().Be(Theirs("outputTokens"));
        Ours("cached_input").Should().Be(Theirs("cacheReadTokens"));
        Ours("cache_write").Should().Be(Theirs("cacheCreationTokens"));
        Ours("input").Should().Be(
            Theirs("inputTokens") + Theirs("cacheReadTokens") + Theirs("cacheCreationTokens"));
        Ours("calls").Should().Be(75);
    }

    // 40 answers in one to three lines each; a session that repeats them and goes on for 15; 20 answers of a sub-agent.
    private void WriteLogs()
    {
        Directory.CreateDirectory(_folder.File("projects/shop/s1/subagents"));
        Directory.CreateDirectory(_folder.File("projects/site"));
        string[] first =
        [
            .. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(Line("s1", $"msg_{i}", 1, i), 1 + (i % 3))),
        ];
        IEnumerable<string> more = Enumerable.Range(40, 15).Select(i => Line("s2", $"msg_{i}", 2, i));
        _folder.Write("projects/shop/s1.jsonl", first);
        _folder.Write(
            "projects/site/s2.jsonl",
            [.. first.Select(line => line.Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal)), .. more]);
        _folder.Write(
            "projects/shop/s1/subagents/agent-a1.jsonl",
            [.. Enumerable.Range(0, 20).Select(i => Line("s1", $"sub_{i}", 1, i, ""","isSidechain":true"""))]);
    }

    private static string Line(string session, string message, int day, int minute, string more = "") =>
        $$$$"""
        {"type":"assistant","sessionId":"{{{{session}}}}","uuid":"{{{{message}}}}-u","requestId":"req_{{{{message}}}}",
        "timestamp":"2026-03-0{{{{day}}}}T10:{{{{minute:D2}}}}:00.000Z","cwd":"/home/a/shop","version":"1.0.0"{{{{more}}}},
        "message":{"id":"{{{{message}}}}","type":"message","role":"assistant","content":[],
        "model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":{{{{3 + minute}}}},"cache_read_input_tokens":
        {{{{1000 * minute}}}},"cache_creation_input_tokens":100,"output_tokens":{{{{40 + minute}}}}}}}
        """.ReplaceLineEndings("");

    private async Task<JsonElement> TotalsAsync()
    {
        CommandRun run = await CommandRun.OfAsync(
            QueryCommand.Create(), "--store", _folder.Database, "--json", "--from", "2026-01-01", "--to", "2027-01-01");
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("totals").Clone();
    }
}
