using System.CommandLine;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
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
    private readonly Option<FileInfo> _database = new("--database")
    {
        Description = "The SQLite file of UseSqlite.",
        DefaultValueFactory = _ => new FileInfo("usage.db"),
    };
    private readonly Option<bool> _dryRun =
        new("--dry-run") { Description = "Says what would change, and changes nothing." };
    private readonly Option<FileInfo> _catalog =
        new("--catalog") { Description = "A price file, laid over the built-in prices." };
    private readonly Option<FileInfo> _changes =
        new("--changes") { Description = "Writes every change to this file, one JSON object a line." };
    private readonly Option<bool> _json = new("--json") { Description = "Answers in JSON." };

    private RepriceCommand(IAnsiConsole console) => _console = console;

    public static Command Create(IAnsiConsole? console = null) =>
        new RepriceCommand(console ?? AnsiConsole.Console).Build();

    private Command Build()
    {
        var command = new Command("reprice", "Prices stored calls again, by other prices, and shows what that changes.")
        {
            _from, _to, _database, _dryRun, _catalog, _changes, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            FileInfo database = result.GetValue(_database)!;
            if (!database.Exists)
            {
                throw new FormatException(
                    $"There is no database '{database.FullName}'; name the file of UseSqlite with --database.");
            }

            return await RepriceAsync(result, database, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PriceFileException or FormatException or UsageStoreException
            or SqliteException or IOException or UnauthorizedAccessException)
        {
            _console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private async Task<int> RepriceAsync(ParseResult result, FileInfo database, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = database.FullName };
        var services = new ServiceCollection();
        services.AddTokenMonitoring().UseSqlite(connection.ToString());
        ServiceProvider provider = services.BuildServiceProvider();
        await using ConfiguredAsyncDisposable closing = provider.ConfigureAwait(false);
        IUsageStore store = provider.GetRequiredService<IUsageStore>();
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);

        PriceBook book = CatalogChoice.BookOver(result.GetValue(_catalog));
        bool isDryRun = result.GetValue(_dryRun);
        using StreamWriter? changes = result.GetValue(_changes)?.CreateText();
        Action<CostCorrection>? write =
            changes is null ? null : correction => changes.WriteLine(RepriceAnswer.ToJson(correction));
        RepriceReport report = await new Repricer(store, CatalogChoice.PricerOf(book), book, knowsAgreements: false)
            .RunAsync(
                PriceLine.ParseTime(result.GetRequiredValue(_from)),
                PriceLine.ParseTime(result.GetRequiredValue(_to)),
                isDryRun ? null : new ChangeActor($"token-usage reprice ({Environment.UserName})"),
                write,
                cancellationToken)
            .ConfigureAwait(false);

        if (result.GetValue(_json)) _console.Profile.Out.Writer.WriteLine(RepriceAnswer.ToJson(report, isDryRun));
        else RepriceTable.Write(_console, report, isDryRun);
        return report.Conflicting == 0 ? 0 : 1;
    }
}
