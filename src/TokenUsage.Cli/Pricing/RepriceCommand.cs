using System.CommandLine;
using Spectre.Console;
using TokenUsage.Cli.Stores;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Pricing;

/// <summary><c>token-usage reprice</c>: what stored calls cost by other prices, and the correction of a store.</summary>
internal sealed class RepriceCommand
{
    private readonly IAnsiConsole _console;

    private readonly Option<string> _from =
        new("--from") { Description = "The first moment: 2026-09-01.", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The first moment after it.", Required = true };
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _dryRun =
        new("--dry-run") { Description = "Says what would change, and changes nothing." };
    private readonly Option<FileInfo> _catalog =
        new("--catalog") { Description = "A price file, laid over the built-in prices." };
    private readonly Option<FileInfo> _changes =
        new("--changes") { Description = "Writes every change to this file, one JSON object a line." };
    private readonly Option<bool> _json = StoreOptions.Json();

    private RepriceCommand(IAnsiConsole console) => _console = console;

    public static Command Create(IAnsiConsole? console = null) =>
        new RepriceCommand(console ?? AnsiConsole.Console).Build();

    private Command Build()
    {
        var command = new Command("reprice", "Prices stored calls again, by other prices, and shows what that changes.")
        {
            _from, _to, _dryRun, _catalog, _changes, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            return await RepriceAsync(result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PriceFileException or FormatException)
        {
            throw new InputException(exception.Message);
        }
    }

    private async Task<int> RepriceAsync(ParseResult result, CancellationToken cancellationToken)
    {
        StoreAddress address = _store.AddressOf(result);
        address.RequireDatabase("'reprice' corrects records");
        await using StoreSession session =
            await StoreSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        PriceBook book = CatalogChoice.BookOver(result.GetValue(_catalog));
        bool isDryRun = result.GetValue(_dryRun);
        using StreamWriter? changes = result.GetValue(_changes)?.CreateText();
        Action<CostCorrection>? write =
            changes is null ? null : correction => changes.WriteLine(RepriceAnswer.ToJson(correction));
        CallPricer pricer = CatalogChoice.PricerOf(book);
        RepriceReport report = await new Repricer(session.Store, pricer, book, knowsAgreements: false)
            .RunAsync(
                PriceLine.ParseTime(result.GetRequiredValue(_from)),
                PriceLine.ParseTime(result.GetRequiredValue(_to)),
                isDryRun ? null : new ChangeActor($"token-usage reprice ({Environment.UserName})"),
                write,
                cancellationToken)
            .ConfigureAwait(false);

        if (result.GetValue(_json)) _console.Profile.Out.Writer.WriteLine(RepriceAnswer.ToJson(report, isDryRun));
        else RepriceTable.Write(_console, report, isDryRun);
        return report.Conflicting == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
