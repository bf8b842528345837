using System.CommandLine;
using Spectre.Console;
using TokenUsage.Cli.Pricing;
using TokenUsage.Pricing;

namespace TokenUsage.Cli.Inspection;

/// <summary><c>token-usage inspect</c>: what recorded exchanges used and cost.</summary>
internal sealed class InspectCommand
{
    private const int Found = 0;
    private const int NothingFound = 1;
    private const int BadInput = 2;

    private readonly Argument<FileInfo[]> _files = new("files")
    {
        Description = "HTTP archives (HAR), as browsers, proxies and debuggers export them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Writes one JSON object a line." };

    private readonly Option<FileInfo> _catalog = new("--catalog")
    {
        Description = "A price file: ours, LiteLLM's or genai-prices'.",
    };

    public static Command Create()
    {
        var verb = new InspectCommand();
        var command = new Command("inspect", "Says what recorded exchanges with model providers used and cost.")
        {
            verb._files, verb._json, verb._catalog,
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        TextWriter error = result.InvocationConfiguration.Error;
        try
        {
            CallPricer pricer =
                CatalogChoice.PricerOf(CatalogChoice.BookOf(CatalogChoice.Load(result.GetValue(_catalog))));
            var inspector = new UsageInspector();
            var found = new List<Inspection>();
            int skipped = 0;
            foreach (HarEntry entry in result.GetRequiredValue(_files).SelectMany(HarFile.Read))
            {
                if (Inspect(entry, inspector, pricer) is { } inspection) found.Add(inspection);
                else skipped++;
            }

            if (result.GetValue(_json)) InspectionJson.Write(found, output);
            else InspectionTable.Write(found, AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }));
            error.WriteLine($"{found.Count} model calls, {skipped} other exchanges skipped.");
            return found.Count > 0 ? Found : NothingFound;
        }
        catch (InvalidDataException exception)
        {
            error.WriteLine(exception.Message);
            return BadInput;
        }
    }

    private static Inspection? Inspect(HarEntry entry, UsageInspector inspector, CallPricer pricer)
    {
        if (inspector.Inspect(entry.Exchange) is not { } usage) return null;

        CallPrice price = pricer.Price(new PricedUsage
        {
            Provider = usage.Provider,
            Model = usage.Model,
            RequestedModel = usage.RequestedModel,
            Host = entry.Exchange.Address.Host,
            At = entry.StartedAt,
            ServiceTier = usage.ServiceTier,
            Tokens = usage.Tokens,
            Meters = usage.Meters,
            Facts = usage.Metadata,
            StatedCostUsd = usage.StatedCostUsd,
            Source = usage.Source,
        });
        return new Inspection(entry.Id, usage, price);
    }
}
