using Spectre.Console;
using TokenUsage.Cli.Pricing;

namespace TokenUsage.Cli.Tests.Pricing;

public class PriceCommandTests
{
    [Fact]
    public void A_price_is_explained_line_by_line()
    {
        (int code, string output) = Run(
            "--provider", "anthropic", "--model", "claude-3-7-sonnet-20250219", "--input", "12307",
            "--cache-write", "12304", "--output", "550");

        code.Should().Be(0);
        output.Should().ContainAll("cacheWrite", "12,304", "3.75", "0.04614", "Priced: 0.054399 USD");
    }

    [Fact]
    public void An_answer_in_JSON_has_exactly_five_members()
    {
        (_, string output) = Run("--provider", "openai", "--model", "gpt-9", "--input", "1", "--json");

        output.Trim().Should().Be("""{"id":null,"status":"Unpriced","costUsd":null,"model":null,"flags":[]}""");
    }

    [Theory]
    [InlineData("--model", "gpt-4o", "--input", "-1")]
    [InlineData("--provider", "openai", "--input", "1")]
    [InlineData("--model", "gpt-4o", "--at", "yesterday")]
    [InlineData("--model", "gpt-4o", "--catalog", "/nowhere/prices.json")]
    public void Bad_arguments_are_one_sentence_and_a_failure(params string[] arguments)
    {
        (int code, string output) = Run(arguments);

        code.Should().Be(1);
        output.Trim().Should().NotBeEmpty().And.NotContain(" at TokenUsage");
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        int code = PriceCommand.Create(console).Parse(arguments).Invoke();
        return (code, output.ToString());
    }
}
