using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenUsage.Cli.Alerts;
using TokenUsage.Cli.Dashboards;
using TokenUsage.Cli.Health;
using TokenUsage.Cli.Insights;
using TokenUsage.Cli.Pricing;
using TokenUsage.Cli.Quotas;
using TokenUsage.Cli.Records;
using TokenUsage.Cli.Reports;
using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Remote;

public sealed class ServiceStoreTests : IAsyncLifetime
{
    private const int Days = 21;

    private readonly StoreFolder _folder = new();
    private RunningService _service = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        CommandRun run = await _folder.ImportAsync([.. Enumerable.Range(0, Days * 24).Select(Line)]);
        run.Code.Should().Be(0, run.Error);
        _service = await RunningService.StartAsync(_folder.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("query", "--by", "model", "--breakdown", "user", "--interval", "1d", "--top", "2", "--zone", "Asia/Tokyo")]
    [InlineData("query", "--where", "user=a,b", "--where", "user=b,c", "--where", "model!=m0", "--where", "feature")]
    [InlineData("query", "--where", "!feature", "--rank", "calls", "--by", "user,model")]
    [InlineData("trends", "--measure", "tokens", "--by", "model")]
    [InlineData("anomalies", "--interval", "hour")]
    [InlineData("forecast", "--interval", "day", "--horizon", "3", "--limit", "500")]
    [InlineData("recommend")]
    [InlineData("explain", "--by", "user")]
    [InlineData("efficiency")]
    [InlineData("report", "--zone", "Europe/Berlin")]
    [InlineData("report", "--charge-to", "tag:department")]
    [InlineData("export")]
    public async Task A_service_answers_as_its_store_does(string name, params string[] arguments)
    {
        string[] range = ["--from", "2026-03-02", "--to", "2026-03-22", .. arguments];

        string direct = await AnswerAsync(name, ["--store", _folder.Database, .. range]);
        string remote =
            await AnswerAsync(name, ["--store", _service.Address, "--token", RunningService.Token, .. range]);

        remote.Should().Be(direct);
        direct.Length.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Status_and_the_dashboard_and_health_work_through_it()
    {
        CommandRun status = await AskAsync(StatusCommand.Create(), "--user", "a", "--json");
        CommandRun dashboard = await AskAsync(DashboardCommand.Create(), "--width", "80", "--height", "24");
        CommandRun health = await AskAsync(SystemCommand.Create(), "--health", "--json");

        new[] { status.Code, dashboard.Code, health.Code }
            .Should().AllBeEquivalentTo(0, status.Error + dashboard.Error + health.Error);
        JsonElement said = JsonDocument.Parse(status.Output).RootElement;
        said.GetProperty("store").GetString().Should().Be(_service.Address);
        said.GetProperty("quotas")[0].GetProperty("name").GetString().Should().Be("user-day");
        dashboard.Output.Split('\n').Should().OnlyContain(line => line.TrimEnd('\r').Length <= 80);
        JsonDocument.Parse(health.Output).RootElement.GetProperty("components").GetArrayLength().Should().BePositive();
    }

    [Fact]
    public async Task Alerts_are_listed_taken_up_and_ended_through_it()
    {
        var request = new AlertRequest { Rule = "ours", Message = "Too much.", Severity = AlertSeverity.High };
        Alert alert = (await _service.Alerts.RaiseAsync(request, Token))!;

        CommandRun list = await AskAsync(AlertsCommand.Create(), "list", "--json");
        CommandRun taken = await AskAsync(AlertsCommand.Create(), "ack", $"{alert.Id}", "--json");
        CommandRun ended = await AskAsync(AlertsCommand.Create(), "resolve", $"{alert.Id}", "--json");
        CommandRun silence = await AskAsync(AlertsCommand.Create(), "silence", "ours*", "--for", "2h");
        CommandRun unknown = await AskAsync(AlertsCommand.Create(), "ack", $"{Guid.NewGuid()}");

        list.Output.Should().Contain("Too much.", list.Error);
        taken.Output.Should().Contain("Acknowledged", taken.Error);
        ended.Output.Should().Contain("Resolved", ended.Error);
        silence.Output.Should().Contain("is silent until", silence.Error);
        unknown.Code.Should().Be(ExitCode.BadInput, unknown.Error);
        (await _service.Alerts.GetActiveAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_limit_and_a_halt_are_set_through_it()
    {
        (await AskAsync(QuotaCommand.Create(), "set", "user-day", "limit=5000", "--user", "a")).Code.Should().Be(0);
        (await AskAsync(QuotaCommand.Create(), "halt", "user=b", "--reason", "Leaked key.")).Code.Should().Be(0);

        IReadOnlyList<QuotaStatus> statuses =
            await _service.Quotas.GetStatusAsync(new UsageDimensions { User = "a" }, Token);
        statuses.Single().Limit.Should().Be(5_000);
        (await AskAsync(QuotaCommand.Create(), "status", "--user", "a", "--json")).Output.Should().Contain("5000");
        (await AskAsync(QuotaCommand.Create(), "resume", "user=b")).Code.Should().Be(0);
    }

    public static TheoryData<string, string[]> NotThroughAService => new()
    {
        { "import", ["x.jsonl"] },
        { "reprice", ["--from", "2026-03-01", "--to", "2026-03-02"] },
        { "store", ["audit"] },
        { "serve", ["--once"] },
        { "quota", ["list"] },
        { "quota", ["set", "ours", "tokens=5"] },
        { "quota", ["resume", "--actor", "bob"] },
        { "alerts", ["test", "cost"] },
        { "alerts", ["ack", "0190a000-0000-7000-8000-000000000009", "--actor", "bob"] },
    };

    [Theory]
    [MemberData(nameof(NotThroughAService))]
    public async Task What_a_service_does_not_do_for_others_is_said_with_the_way_to_do_it(string name, string[] words)
    {
        if (name == "import") words = [_folder.Write("x.jsonl", StoreFolder.Line(1))];

        CommandRun run = await AskAsync(CommandOf(name), words);

        run.Code.Should().Be(ExitCode.BadInput, run.Output);
        run.Error.Should().Contain(_service.Address).And.Contain("is a running service")
            .And.MatchRegex("--store|leave --actor out|quota status|limit=");
    }

    [Theory]
    [InlineData("/usage", "wrong-token", ExitCode.Failure, "TOKENUSAGE_TOKEN")]
    [InlineData("/elsewhere", RunningService.Token, ExitCode.BadInput, "no web door")]
    [InlineData("/nowhere", RunningService.Token, ExitCode.BadInput, "no web door")]
    public async Task A_door_that_stays_closed_is_one_sentence_without_the_token(
        string path, string token, int code, string expected)
    {
        string address = _service.Address.Replace("/usage", path, StringComparison.Ordinal);

        CommandRun run = await CommandRun.OfAsync(QueryCommand.Create(), "--store", address, "--token", token);

        run.Code.Should().Be(code, run.Error);
        run.Error.Should().Contain(expected).And.NotContain(token).And.NotContain(" at TokenUsage");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure()
    {
        CommandRun run = await CommandRun.OfAsync(QueryCommand.Create(), "--store", "http://127.0.0.1:1/usage");

        run.Code.Should().Be(ExitCode.Failure);
        run.Error.Should().Contain("does not answer");
    }

    private Task<CommandRun> AskAsync(Command command, params string[] words) => CommandRun.OfAsync(
        command, [.. words, "--store", _service.Address, "--token", RunningService.Token]);

    private static async Task<string> AnswerAsync(string name, string[] words)
    {
        string[] all = name == "export" ? words : [.. words, "--json"];
        bool isAnalytics = name is "trends" or "anomalies" or "forecast" or "recommend" or "explain" or "efficiency";
        CommandRun run = isAnalytics
            ? await CommandRun.OfAsync(AnalyticsCommand.Create(), [name, .. all])
            : await CommandRun.OfAsync(CommandOf(name), all);
        run.Code.Should().Be(0, run.Error);
        return name == "export" ? run.Output : Undated(JsonNode.Parse(run.Output)!).ToJsonString();
    }

    // When it was asked is the one thing in which two answers may differ.
    private static JsonNode Undated(JsonNode node)
    {
        if (node is JsonObject whole)
        {
            whole.Remove("as_of");
            whole["period"]?.AsObject().Remove("as_of");
        }

        return node;
    }

    private static Command CommandOf(string name) => name switch
    {
        "query" => QueryCommand.Create(),
        "report" => ReportCommand.Create(),
        "export" => ExportCommand.Create(),
        "import" => ImportCommand.Create(),
        "reprice" => RepriceCommand.Create(),
        "store" => StoreCommand.Create(),
        "serve" => ServeCommand.Create(),
        "quota" => QuotaCommand.Create(),
        _ => AlertsCommand.Create(),
    };

    private static string Line(int hour)
    {
        DateTimeOffset at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
        string feature = hour % 5 == 0 ? "" : ",\"feature\":\"search\"";
        return $$"""
            {"id":"0190a000-0000-7000-8000-{{hour:D12}}","started_at":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","provider":"openai",
            "model":"m{{hour % 3}}","user":"{{(char)('a' + (hour % 4))}}","input":{{100 + (hour % 24)}},"output":7,
            "usd":{{(hour == 300 ? "9.5" : "0.5")}}{{feature}}}
            """.ReplaceLineEndings("");
    }
}
