using System.CommandLine;
using Spectre.Console;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Cli.Pricing;

/// <summary><c>token-usage prices</c>: looks into price lists.</summary>
internal sealed class PricesCommand
{
    private readonly IAnsiConsole _console;

    private PricesCommand(IAnsiConsole console) => _console = console;

    public static Command Create(IAnsiConsole? console = null) =>
        new PricesCommand(console ?? AnsiConsole.Console).Build();

    private Command Build() => new("prices", "Lists, shows, compares and checks price lists.")
    {
        ListCommand(), ShowCommand(), DiffCommand(), ImportCommand(), VerifyCommand(),
    };

    private Command ListCommand()
    {
        var provider = new Option<string>("--provider") { Description = "Only this provider." };
        Option<FileInfo> catalog = CatalogOption();
        var command = new Command("list", "Lists the models of a price list.") { provider, catalog };
        command.SetAction(result => Guarded(() =>
        {
            ImportedCatalog imported = CatalogChoice.Load(result.GetValue(catalog));
            PriceTables.List(_console, imported.Catalog, result.GetValue(provider));
            return 0;
        }));
        return command;
    }

    private Command ShowCommand()
    {
        var model = new Argument<string>("model") { Description = "The model, as provider/model or with --provider." };
        var provider = new Option<string>("--provider") { Description = "The provider." };
        Option<FileInfo> catalog = CatalogOption();
        var command = new Command("show", "Shows every card of one model.") { model, provider, catalog };
        command.SetAction(result => Guarded(() =>
        {
            ImportedCatalog imported = CatalogChoice.Load(result.GetValue(catalog));
            return Show(imported.Catalog, result.GetValue(provider), result.GetRequiredValue(model));
        }));
        return command;
    }

    private Command DiffCommand()
    {
        var older = new Argument<FileInfo>("file") { Description = "The other price list." };
        Option<FileInfo> catalog = CatalogOption();
        var command = new Command("diff", "Says where a price list differs from the built-in one, or from --catalog.")
        {
            older,
            catalog,
        };
        command.SetAction(result => Guarded(() =>
        {
            PriceCatalog left = CatalogChoice.Load(result.GetValue(catalog)).Catalog;
            PriceCatalog right = CatalogChoice.Load(result.GetRequiredValue(older)).Catalog;
            return PriceTables.Diff(_console, left, right);
        }));
        return command;
    }

    private Command ImportCommand()
    {
        var file = new Argument<FileInfo>("file") { Description = "A price file: ours, LiteLLM's or genai-prices'." };
        var command =
            new Command("import", "Checks a price file as UsePrices would, and lists what is left out.") { file };
        command.SetAction(result => Guarded(() =>
        {
            ImportedCatalog imported = CatalogChoice.Load(result.GetRequiredValue(file));
            PriceTables.Report(_console, imported.Report);
            return imported.Catalog.ModelCount > 0 ? 0 : 1; // a list that prices nothing is no success
        }));
        return command;
    }

    private Command VerifyCommand()
    {
        var file = new Argument<FileInfo>("file") { Description = "Calls with the costs that they should have." };
        var expected = new Option<string>("--expected")
        {
            Description = "The member that holds the cost.",
            DefaultValueFactory = _ => "expected_cost_decimal",
        };
        var condition = new Option<string>("--where") { Description = "Only cases whose member of that name is true." };
        Option<FileInfo> catalog = CatalogOption();
        var command = new Command("verify", "Prices calls whose cost is known, and says where prices differ.")
        {
            file, expected, condition, catalog,
        };
        command.SetAction(result => Guarded(() =>
        {
            var verification = new PriceVerification(
                result.GetValue(expected)!, result.GetValue(condition), TimeProvider.System);
            CallPricer pricer =
                CatalogChoice.PricerOf(CatalogChoice.BookOf(CatalogChoice.Load(result.GetValue(catalog))));
            return verification.Run(_console, result.GetRequiredValue(file), pricer);
        }));
        return command;
    }

    private int Show(PriceCatalog catalog, string? provider, string model)
    {
        int slash = model.IndexOf('/');
        var index = new CatalogIndex(catalog);
        ProviderIndex? owner = provider is not null ? index.FindProvider(provider)
            : slash > 0 ? index.FindProvider(model[..slash]) : index.FindOwner(model);
        string name = provider is null && slash > 0 ? model[(slash + 1)..] : model;
        if (owner is null || index.Find(owner, name) is not { } hit)
        {
            _console.MarkupLineInterpolated($"[red]No price of '{model}' is known in {catalog.Version}.[/]");
            return 1;
        }

        PriceTables.Show(_console, hit.Provider, hit.Model);
        return 0;
    }

    private static Option<FileInfo> CatalogOption() =>
        new("--catalog") { Description = "The price file to look into; the built-in prices when left out." };

    private int Guarded(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is PriceFileException or FormatException)
        {
            _console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }
}
