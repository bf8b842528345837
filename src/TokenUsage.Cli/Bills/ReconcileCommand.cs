using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Bills;

/// <summary><c>token-usage reconcile</c>: do the records agree with what the provider says was used?</summary>
internal sealed class ReconcileCommand
{
    private readonly Argument<FileInfo[]> _files = new("file")
    {
        Description = "The provider's usage and cost reports: JSON of OpenAI or Anthropic, or CSV of any provider.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<string?> _provider = new("--provider", "-p")
    {
        Description = "The provider as records name it; needed for a table, which does not say.",
    };

    private readonly RangeOptions _filters = new();

    private readonly Option<decimal> _tolerance = new("--tolerance")
    {
        Description = "The difference in per cent up to which a number counts as equal.",
        DefaultValueFactory = _ => 0m,
    };

    public static Command Create() => new ReconcileCommand().Build();

    private Command Build()
    {
        var command = new Command("reconcile", "Compares the records with a provider's bill, by UTC day and model.")
        {
            _files, _provider, _filters.Where, _tolerance, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        decimal tolerance = result.GetValue(_tolerance);
        if (tolerance is < 0 or > 100)
            throw new InputException($"--tolerance {tolerance} is no share; write per cent from 0 to 100.");

        Bill bill = Bill.Of([.. result.GetRequiredValue(_files).Select(BillFile.Read)]);
        string provider = result.GetValue(_provider) ?? bill.Provider
            ?? throw new InputException("A table does not say whose bill it is; add --provider openai, or another.");
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BillRow> rows = await new BillComparison(session.Stats)
            .CompareAsync(bill, provider, _filters.FiltersOf(result), cancellationToken).ConfigureAwait(false);

        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
            await output.WriteLineAsync(ReconcileJson.Of(provider, rows, tolerance)).ConfigureAwait(false);
        else ReconcileTable.Write(Terminal.Over(output), rows, tolerance);
        return rows.All(row => row.Agrees(tolerance)) ? ExitCode.Success : ExitCode.Failure;
    }
}
