using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Cli.Pricing;

namespace TokenUsage.Cli.Tests.Pricing;

/// <summary>Prices the recorded cases through the command line, as a user would.</summary>
public class PriceCasesTests
{
    [Fact]
    public void Every_undisputed_case_costs_what_genai_prices_says()
    {
        (List<JsonElement> cases, Dictionary<string, string?> answers) = Price("genai-prices.json");

        foreach (JsonElement one in cases.Where(
            one => one.GetProperty("dispute").ValueKind == JsonValueKind.Null))
        {
            AssertCost(one, one.GetProperty("expected_cost_decimal").GetString(), answers);
        }
    }

    [Fact]
    public void Every_agreed_case_costs_what_LiteLLM_says()
    {
        (List<JsonElement> cases, Dictionary<string, string?> answers) = Price("litellm.json");

        foreach (JsonElement one in cases.Where(
            one => one.GetProperty("litellm_agrees").ValueKind == JsonValueKind.True))
        {
            AssertCost(one, one.GetProperty("litellm_cost_usd").GetRawText(), answers);
        }
    }

    private static void AssertCost(JsonElement one, string? expected, Dictionary<string, string?> answers)
    {
        string id = one.GetProperty("id").GetString()!;
        string? actual = answers[id];
        if (expected is null)
        {
            actual.Should().BeNull(id);
            return;
        }

        decimal right = decimal.Parse(expected, NumberStyles.Float, CultureInfo.InvariantCulture);
        decimal found = decimal.Parse(actual ?? "-1", NumberStyles.Float, CultureInfo.InvariantCulture);
        Math.Abs(found - right).Should().BeLessThanOrEqualTo(Math.Abs(right) * 1e-12m, id);
    }

    private static (List<JsonElement> Cases, Dictionary<string, string?> Answers) Price(string catalog)
    {
        string? data = Environment.GetEnvironmentVariable("TOKENUSAGE_DATA");
        Assert.SkipWhen(data is null, "TOKENUSAGE_DATA is not set");

        string prices = Path.Combine(data!, "prices");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(prices, "cases.json")));
        List<JsonElement> cases = [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
        string lines = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(lines, cases.Select(one => JsonSerializer.Serialize(one)));
            return (cases, Run("--from", lines, "--json", "--catalog", Path.Combine(prices, catalog)));
        }
        finally
        {
            File.Delete(lines);
        }
    }

    private static Dictionary<string, string?> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        PriceCommand.Create(console).Parse(arguments).Invoke().Should().Be(0);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(
                answer => answer.GetProperty("id").GetString()!, answer => answer.GetProperty("costUsd").GetString());
    }
}
