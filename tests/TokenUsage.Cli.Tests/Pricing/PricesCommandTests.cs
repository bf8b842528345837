using Spectre.Console;
using TokenUsage.Cli.Pricing;

namespace TokenUsage.Cli.Tests.Pricing;

public sealed class PricesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prices").FullName;

    [Fact]
    public void List_names_every_model_of_a_provider()
    {
        (int code, string output) = Run("list", "--provider", "anthropic");

        code.Should().Be(0);
        output.Should().Contain("claude-sonnet-4-5").And.NotContain("gpt-4o");
    }

    [Fact]
    public void Show_tells_cards_rates_and_tiers()
    {
        (int code, string output) = Run("show", "anthropic/claude-sonnet-4-5");

        code.Should().Be(0);
        output.Should().ContainAll("standard", "cacheWrite1h", "> 200,000");
    }

    [Fact]
    public void Show_of_an_unknown_model_is_a_failure() => Run("show", "openai/gpt-9").Code.Should().Be(1);

    [Fact]
    public void Diff_tells_each_rate_that_differs()
    {
        string other = Write(
            "other.json", """{ "provider": "openai", "models": [ { "id": "gpt-4o", "rates": { "input": 99 } } ] }""");

        (int code, string output) = Run("diff", other);

        code.Should().Be(1);
        output.Should().ContainAll("gpt-4o", "input", "99");
    }

    [Fact]
    public void Import_names_what_a_gate_left_out()
    {
        string faulty = Write(
            "faulty.json",
            """
            { "provider": "acme",
              "models": [ { "id": "slip", "rates": { "input": 250000 } }, { "id": "fine", "rates": { "input": 2 } } ] }
            """);

        (int code, string output) = Run("import", faulty);

        code.Should().Be(0);
        output.Should().ContainAll("slip", "2 entries").And.NotContain("fine");
    }

    [Fact]
    public void Import_of_a_list_that_prices_nothing_is_no_success()
    {
        string faulty = Write(
            "faulty.json", """{ "provider": "acme", "models": [ { "id": "slip", "rates": { "input": 250000 } } ] }""");

        (int code, string output) = Run("import", faulty);

        code.Should().Be(1);
        output.Should().Contain("slip");
    }

    [Fact]
    public void Verify_counts_the_cases_that_agree_and_names_the_others()
    {
        string cases = Write("cases.json", """
            { "cases": [
              { "id": "right", "provider": "openai", "model": "gpt-4o", "timestamp": "2026-09-01T00:00:00Z",
                "usage": { "input": 1000000 }, "expected_cost_decimal": "2.5" },
              { "id": "wrong", "provider": "openai", "model": "gpt-4o", "timestamp": "2026-09-01T00:00:00Z",
                "usage": { "input": 1000000 }, "expected_cost_decimal": 3 },
              { "id": "unknown", "provider": "openai", "model": "gpt-9",
                "usage": { "input": 1 }, "expected_cost_decimal": null } ] }
            """);

        (int code, string output) = Run("verify", cases);

        code.Should().Be(1);
        output.Should().ContainAll("wrong: expected 3, found 2.5", "2 of 3 agree, 1 of them unpriced");
    }

    [Theory]
    [InlineData("genai-prices.json", "expected_cost_decimal", null)]
    [InlineData("litellm.json", "litellm_cost_usd", "litellm_agrees")]
    public void Verify_agrees_with_the_recorded_cases(string catalog, string expected, string? condition)
    {
        string? data = Environment.GetEnvironmentVariable("TOKENUSAGE_DATA");
        Assert.SkipWhen(data is null, "TOKENUSAGE_DATA is not set");
        string prices = Path.Combine(data!, "prices");
        string[] where = condition is null ? [] : ["--where", condition];

        (int code, string output) = Run(
            ["verify", Path.Combine(prices, "cases.json"), "--catalog", Path.Combine(prices, catalog), "--expected",
             expected, .. where]);

        code.Should().Be(0, output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        int code = PricesCommand.Create(console).Parse(arguments).Invoke();
        return (code, output.ToString());
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
