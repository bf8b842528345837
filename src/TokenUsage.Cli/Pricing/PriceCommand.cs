using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Calculation;
using TokenUsage.Pricing.Import;

namespace TokenUsage.Cli.Pricing;

/// <summary><c>token-usage price</c>: what a call costs, line by line, or what many calls cost.</summary>
internal sealed class PriceCommand
{
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;

    private readonly Option<string> _provider =
        new("--provider") { Description = "Who serves the model: openai, aws, azure." };
    private readonly Option<string> _model =
        new("--model") { Description = "The model, as the provider's answer names it." };
    private readonly Option<string> _at = new("--at") { Description = "When the call began; now when left out." };
    private readonly Option<string> _tier =
        new("--tier") { Description = "The tier that was served: flex, batch, priority." };
    private readonly Option<string> _speed = new("--speed") { Description = "The speed that was served: fast." };
    private readonly Option<string> _geo = new("--geo") { Description = "Where it was served: us, eu." };
    private readonly Option<string> _region = new("--region") { Description = "The cloud region." };
    private readonly Option<string[]> _attribute =
        new("--attribute") { Description = "What else the price depends on: search_context_size=low." };
    private readonly Option<FileInfo> _catalog =
        new("--catalog") { Description = "A price file: ours, LiteLLM's or genai-prices'." };
    private readonly Option<FileInfo> _from =
        new("--from") { Description = "A file of calls, one JSON object a line." };
    private readonly Option<bool> _json = new("--json") { Description = "Answers in JSON." };
    private readonly Dictionary<string, Option<decimal?>> _usage = [];

    private PriceCommand(IAnsiConsole console, TimeProvider time)
    {
        _console = console;
        _time = time;
    }

    public static Command Create(IAnsiConsole? console = null, TimeProvider? time = null) =>
        new PriceCommand(console ?? AnsiConsole.Console, time ?? TimeProvider.System).Build();

    private Command Build()
    {
        var command = new Command("price", "Says what a call costs, line by line, or what a file of calls costs.")
        {
            _provider, _model, _at, _tier, _speed, _geo, _region, _attribute, _catalog, _from, _json,
        };
        foreach (string key in UsageKeys.Known)
        {
            var option = new Option<decimal?>("--" + key.Replace('_', '-')) { Description = $"The usage '{key}'." };
            _usage[key] = option;
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        try
        {
            PriceBook book = CatalogChoice.BookOf(CatalogChoice.Load(result.GetValue(_catalog)));
            CallPricer pricer = CatalogChoice.PricerOf(book);
            return result.GetValue(_from) is { } file ? PriceFileOfCalls(file, pricer) : PriceOne(result, pricer, book);
        }
        catch (Exception exception)
            when (exception is PriceFileException or FormatException or IOException or UnauthorizedAccessException)
        {
            _console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private int PriceFileOfCalls(FileInfo file, CallPricer pricer)
    {
        bool hasFailed = false;
        using StreamReader reader = file.OpenText();
        while (reader.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;

            string answer;
            try
            {
                PriceLine call = PriceLine.Parse(line, _time);
                answer = PriceAnswer.ToJson(call.Id, pricer.Price(call.Usage));
            }
            catch (Exception exception) when (exception is JsonException or FormatException)
            {
                // One bad line must not hide the thousand good ones behind it.
                answer = PriceAnswer.Failed(null, exception.Message);
                hasFailed = true;
            }

            _console.Profile.Out.Writer.WriteLine(answer);
        }

        return hasFailed ? 1 : 0;
    }

    private int PriceOne(ParseResult result, CallPricer pricer, PriceBook book)
    {
        PricedUsage usage = UsageOf(result);
        var lines = new List<CostLine>();
        CallPrice price = pricer.PriceBy(book, usage, lines);
        if (result.GetValue(_json)) _console.Profile.Out.Writer.WriteLine(PriceAnswer.ToJson(null, price));
        else PriceExplanation.Write(_console, usage, price, lines);
        return 0;
    }

    private PricedUsage UsageOf(ParseResult result)
    {
        if (result.GetValue(_model) is not { Length: > 0 } model)
        {
            throw new FormatException("No model is named; give --model, or a file of calls with --from.");
        }

        var keys = new UsageKeys();
        foreach ((string key, Option<decimal?> option) in _usage)
        {
            if (result.GetValue(option) is { } quantity) keys.Add(key, quantity);
        }

        return new PricedUsage
        {
            Provider = result.GetValue(_provider) ?? "",
            Model = model,
            At = result.GetValue(_at) is { } at ? PriceLine.ParseTime(at) : _time.GetUtcNow(),
            ServiceTier = result.GetValue(_tier),
            Speed = result.GetValue(_speed),
            Geo = result.GetValue(_geo),
            Region = result.GetValue(_region),
            Attributes = AttributesOf(result.GetValue(_attribute) ?? []),
            Tokens = keys.ToCounts(),
            Meters = keys.ToMeters(),
        };
    }

    private static Dictionary<string, string> AttributesOf(string[] stated)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in stated)
        {
            int equals = text.IndexOf('=');
            if (equals <= 0) throw new FormatException($"'{text}' is not an attribute; write name=value.");
            attributes[text[..equals]] = text[(equals + 1)..];
        }

        return attributes;
    }
}
