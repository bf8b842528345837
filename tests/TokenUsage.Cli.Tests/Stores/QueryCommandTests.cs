using System.Text.Json;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Stores;

public sealed class QueryCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Groups_filters_and_top_come_out_as_they_were_asked_for()
    {
        await _folder.ImportAsync(
            StoreFolder.Line(1, ""","user":"a" """), StoreFolder.Line(2, ""","user":"b" """),
            StoreFolder.Line(3, ""","user":"b" """), StoreFolder.Line(4, ""","user":"c" """));

        JsonElement answer = await AnswerAsync("--by", "user", "--where", "user!=c", "--top", "1", "--rank", "calls");

        answer.GetProperty("totals").GetProperty("calls").GetInt64().Should().Be(3);
        JsonElement groups = answer.GetProperty("groups");
        groups[0].GetProperty("key").GetProperty("user").GetString().Should().Be("b");
        groups[1].GetProperty("is_other").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Days_begin_where_the_zone_says()
    {
        await _folder.ImportAsync(StoreFolder.Line(1), StoreFolder.Line(23));

        JsonElement answer = await AnswerAsync("--zone", "Asia/Kathmandu", "--interval", "1d");

        answer.GetProperty("series").EnumerateArray()
            .Where(point => point.GetProperty("totals").GetProperty("calls").GetInt64() > 0)
            .Select(point => point.GetProperty("start").GetString())
            .Should().Equal("2026-03-01T00:00:00+05:45", "2026-03-02T00:00:00+05:45");
    }

    [Fact]
    public async Task What_has_no_price_has_no_cost_and_not_zero()
    {
        await _folder.ImportAsync(StoreFolder.Unpriced);

        JsonElement totals = (await AnswerAsync()).GetProperty("totals");

        totals.GetProperty("usd").ValueKind.Should().Be(JsonValueKind.Null);
        totals.GetProperty("unpriced_calls").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task A_table_has_the_groups_and_the_total_and_no_colour()
    {
        await _folder.ImportAsync(StoreFolder.Line(1), StoreFolder.Line(2));

        CommandRun run = await RunAsync("--by", "model");

        run.Code.Should().Be(0);
        run.Output.Should().ContainAll("gpt-4o", "total", "$1.00").And.NotContain("\u001b");
    }

    [Theory]
    [InlineData("--by", "colour")]
    [InlineData("--where", "model=")]
    [InlineData("--interval", "1y")]
    [InlineData("--interval", "0d")]
    [InlineData("--last", "soon")]
    [InlineData("--zone", "Mars/Olympus")]
    [InlineData("--top", "0")]
    public async Task A_value_that_cannot_be_meant_is_named_and_is_bad_input(string option, string value)
    {
        await _folder.ImportAsync(StoreFolder.Line(1));

        CommandRun run = await CommandRun.OfAsync(
            QueryCommand.Create(), "--store", _folder.Database, option, value);

        run.Code.Should().Be(2);
        run.Error.Should().Contain(value.TrimEnd('=')).And.NotContain(" at TokenUsage");
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_named_and_not_made()
    {
        CommandRun run = await CommandRun.OfAsync(QueryCommand.Create(), "--store", _folder.Database);

        run.Code.Should().Be(2);
        run.Error.Should().ContainAll(_folder.Database, "--store");
        File.Exists(_folder.Database).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_failure_in_one_sentence()
    {
        string file = _folder.Write("noise.db", new string('x', 5_000));

        CommandRun run = await CommandRun.OfAsync(QueryCommand.Create(), "--store", file);

        run.Code.Should().Be(1);
        run.Error.Should().Contain("noise.db").And.NotContain(" at TokenUsage");
    }

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        CommandRun run = await RunAsync([.. arguments, "--json"]);
        run.Code.Should().Be(0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(
        QueryCommand.Create(),
        ["--store", _folder.Database, "--from", "2026-02-27", "--to", "2026-03-04", .. arguments]);
}
