using System.Text.Json;
using TokenUsage.Cli.Records;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Importing;

public sealed class ForeignImportTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_answer_that_a_stream_wrote_in_parts_counts_once_and_whole()
    {
        string log = _folder.Write("s1.jsonl", Line("msg_1", output: 1), Line("msg_1", output: 40), Line("msg_1", 40));

        await ImportAsync(log);

        (await TotalsAsync()).GetProperty("output").GetInt64().Should().Be(40);
    }

    [Fact]
    public async Task A_resumed_session_repeats_no_answer()
    {
        _folder.Write("s1.jsonl", Line("msg_1", 10), Line("msg_2", 20));
        _folder.Write("s2.jsonl", Line("msg_1", 10), Line("msg_2", 20), Line("msg_3", 5));

        await ImportAsync(Path.GetDirectoryName(_folder.Database)!);

        (await TotalsAsync()).GetProperty("calls").GetInt64().Should().Be(3);
    }

    [Fact]
    public async Task A_second_import_changes_nothing()
    {
        string log = _folder.Write("s1.jsonl", Line("msg_1", 10));
        await ImportAsync(log);

        CommandRun again = await ImportAsync(log);

        again.Output.Should().Contain("\"imported\":0,\"known\":1");
    }

    [Fact]
    public async Task What_lies_in_the_cache_is_part_of_the_input()
    {
        string log = _folder.Write("s1.jsonl", Line("msg_1", 10));

        await ImportAsync(log);

        JsonElement totals = await TotalsAsync();
        totals.GetProperty("input").GetInt64().Should().Be(3 + 200 + 100);
        totals.GetProperty("cached_input").GetInt64().Should().Be(200);
    }

    [Fact]
    public async Task A_spend_log_keeps_the_cost_it_states()
    {
        string log = _folder.Write("spend.json",
            """
            [{"request_id":"r1","call_type":"acompletion","spend":0.25,"startTime":"2026-03-01T10:00:00Z",
            "endTime":"2026-03-01T10:00:02Z","model":"openai/gpt-4o","custom_llm_provider":"openai",
            "prompt_tokens":7,"completion_tokens":3,"end_user":"alice"}]
            """);

        await ImportAsync(log);

        (await TotalsAsync()).GetProperty("usd").GetDecimal().Should().Be(0.25m);
    }

    private static string Line(string message, int output) =>
        $$$$"""
        {"type":"assistant","sessionId":"s1","uuid":"{{{{message}}}}-u","timestamp":"2026-03-01T10:00:00Z","requestId":"req",
        "message":{"id":"{{{{message}}}}","model":"claude-sonnet-4-5","usage":{"input_tokens":3,
        "cache_read_input_tokens":200,"cache_creation_input_tokens":100,"output_tokens":{{{{output}}}}}}}
        """.ReplaceLineEndings("");

    private Task<CommandRun> ImportAsync(string path) =>
        CommandRun.OfAsync(ImportCommand.Create(), path, "--store", _folder.Database, "--json");

    private async Task<JsonElement> TotalsAsync()
    {
        CommandRun run = await CommandRun.OfAsync(
            QueryCommand.Create(), "--store", _folder.Database, "--json", "--from", "2026-01-01", "--to", "2027-01-01");
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("totals").Clone();
    }
}
