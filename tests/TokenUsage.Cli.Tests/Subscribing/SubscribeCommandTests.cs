using System.CommandLine;
using System.Text.Json;
using TokenUsage.Cli.Subscribing;

namespace TokenUsage.Cli.Tests.Subscribing;

public sealed class SubscribeCommandTests
{
    [Fact]
    public async Task Each_event_is_a_line_of_json_with_what_was_recorded()
    {
        await using LiveService service = await LiveService.StartAsync();
        await service.RecordAsync("alice", "bob");

        CommandRun run = await RunAsync(service, "--json", "--replay", "10", "--count", "2", "-k", "callCompleted");

        run.Code.Should().Be(ExitCode.Success, run.Error);
        string[] lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines.Select(UserOf).Should().Equal("alice", "bob");
    }

    [Theory]
    [InlineData("user=bob", "user=bob")]
    [InlineData("user!=alice", "user=bob")]
    [InlineData("!project", "user=alice")]
    public async Task A_filter_is_the_services_own(string filter, string first)
    {
        await using LiveService service = await LiveService.StartAsync();
        await service.RecordAsync("alice", "bob");

        CommandRun run = await RunAsync(
            service, "--replay", "10", "--count", "1", "-k", "callCompleted", "--where", filter);

        run.Output.Should().Contain("callCompleted").And.Contain(first).And.Contain("in=100 out=10 $0.01");
    }

    [Fact]
    public async Task A_compressed_stream_reads_the_same()
    {
        await using LiveService service = await LiveService.StartAsync();
        await service.RecordAsync("alice");

        CommandRun run = await RunAsync(
            service, "--compress", "--replay", "10", "--count", "1", "-k", "callCompleted");

        run.Output.Should().Contain("user=alice");
    }

    [Fact]
    public async Task Cancelling_it_is_its_usual_end()
    {
        await using LiveService service = await LiveService.StartAsync();
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter();
        await service.RecordAsync("alice");

        Task<int> running = SubscribeCommand.Create()
            .Parse(["--store", service.Url, "--replay", "1"])
            .InvokeAsync(new InvocationConfiguration { Output = output }, stop.Token);
        await output.FirstLine.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        (await running).Should().Be(ExitCode.Success);
    }

    [Fact]
    public async Task A_service_that_comes_back_is_taken_up_again()
    {
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter();
        LiveService service = await LiveService.StartAsync();
        string url = service.Url;
        await service.RecordAsync("alice");
        Task<int> running = SubscribeCommand.Create()
            .Parse(["--store", url, "--replay", "1", "--count", "2", "-k", "callCompleted"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = TextWriter.Null }, stop.Token);
        await output.FirstLine.WaitAsync(TestContext.Current.CancellationToken);

        await service.DisposeAsync();
        await using LiveService again = await LiveService.StartAsync(new Uri(url).GetLeftPart(UriPartial.Authority));
        await again.RecordAsync("bob");

        (await running.WaitAsync(TestContext.Current.CancellationToken)).Should().Be(ExitCode.Success);
        output.ToString().Should().Contain("user=bob");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure()
    {
        CommandRun run = await CommandRun.OfAsync(SubscribeCommand.Create(), "--store", "http://127.0.0.1:9/usage");

        run.Code.Should().Be(ExitCode.Failure);
        run.Error.Should().Contain("127.0.0.1:9");
    }

    [Fact]
    public async Task An_address_that_is_no_stream_is_named()
    {
        await using LiveService service = await LiveService.StartAsync();

        CommandRun run = await CommandRun.OfAsync(SubscribeCommand.Create(), "--store", service.Url + "/nowhere");

        run.Code.Should().Be(ExitCode.Failure);
        run.Error.Should().Contain("/usage/nowhere/api/live").And.Contain("404");
    }

    [Theory]
    [InlineData("--kinds", "callFinished", "callFinished")]
    [InlineData("--replay", "1001", "1001")]
    [InlineData("--count", "0", "--count is 0")]
    [InlineData("--header", "secret", "Name: value")]
    public async Task What_cannot_be_meant_is_named(string option, string value, string named)
    {
        CommandRun run = await CommandRun.OfAsync(
            SubscribeCommand.Create(), "--store", "http://127.0.0.1:9/usage", option, value);

        run.Code.Should().Be(ExitCode.BadInput);
        run.Error.Should().Contain(named);
    }

    [Fact]
    public async Task A_file_tells_nothing_by_itself()
    {
        CommandRun run = await CommandRun.OfAsync(SubscribeCommand.Create(), "--store", "calls.db");

        run.Code.Should().Be(ExitCode.BadInput);
        run.Error.Should().Contain("calls.db").And.Contain("https://host/usage");
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal()
    {
        string line = EventLine.Text("custom", """{"kind":"Custom","message":"red \u001b[31m\r\n"}""");

        line.Should().NotContainAny("\u001b", "\r", "\n").And.Contain("red");
    }

    private static Task<CommandRun> RunAsync(LiveService service, params string[] arguments) =>
        CommandRun.OfAsync(SubscribeCommand.Create(), ["--store", service.Url, .. arguments]);

    private static string? UserOf(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("record").GetProperty("dimensions").GetProperty("user").GetString();
    }
}
