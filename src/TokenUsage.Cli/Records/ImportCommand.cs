using System.CommandLine;
using TokenUsage.Cli.Importing;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Records;

/// <summary><c>token-usage import</c>: brings exported records into a store, each once, however often it is run.</summary>
internal sealed class ImportCommand
{
    private const int BatchSize = 500;
    private const int MaxFaultsTold = 20;

    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Argument<string> _file = new("file")
    {
        Description = "JSON Lines or CSV as 'export' writes them (.gz is decompressed), an HTTP archive, a spend log "
            + "of the LiteLLM proxy, a session log of a coding agent, or a folder of those.",
    };

    private readonly Option<ForeignFormat?> _from = new("--format", "-f")
    {
        Description = "har, litellm or sessionlog; found out when left out.",
    };

    public static Command Create() => new ImportCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "import", "Brings exported records into a store. A record that is there stays as it is.")
        {
            _file, _from, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        string path = result.GetRequiredValue(_file);
        if ((result.GetValue(_from) ?? ForeignFiles.FormatOf(path)) is { } format)
            return await RunForeignAsync(result, path, format, cancellationToken);

        IEnumerable<RecordFile> rows = RecordFile.Read(new FileInfo(path));
        await using StoreSession session =
            await OpenAsync(result, cancellationToken)
                .ConfigureAwait(false);
        var tally = new ImportTally();
        TextWriter error = result.InvocationConfiguration.Error;
        foreach (RecordFile[] chunk in rows.Chunk(BatchSize))
        {
            var batch = new List<UsageRecord>(chunk.Length);
            foreach (RecordFile row in chunk)
            {
                if (TryParse(row, out UsageRecord? record, out string fault)) batch.Add(record!);
                else if (++tally.Faults <= MaxFaultsTold) await error.WriteLineAsync(fault).ConfigureAwait(false);
            }

            tally.Add(batch.Count, await session.Store.AppendAsync(batch, cancellationToken).ConfigureAwait(false));
        }

        return await AnswerAsync(result, tally);
    }

    private async Task<int> RunForeignAsync(
        ParseResult result, string path, ForeignFormat format, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new InputException($"There is no file '{Path.GetFullPath(path)}'; name one to import.");

        var gathering = new CallGathering();
        await gathering.AddAsync(ForeignFiles.Read(path, format), result.InvocationConfiguration.Error);
        await using StoreSession session =
            await OpenAsync(result, cancellationToken);
        var tally = new ImportTally { Faults = gathering.Faults, Repeated = gathering.Repeated };
        var pricing = new CallPricing();
        foreach (ImportedCall[] chunk in gathering.Calls.Chunk(BatchSize))
        {
            UsageRecord[] batch = [.. chunk.Select(pricing.Price)];
            tally.Add(batch.Length, await session.Store.AppendAsync(batch, cancellationToken));
        }

        return await AnswerAsync(result, tally);
    }

    private Task<StoreSession> OpenAsync(ParseResult result, CancellationToken cancellationToken)
    {
        StoreAddress address = _store.AddressOf(result);
        address.RequireDatabase("'import' writes records");
        return StoreSession.OpenAsync(address, new StoreOpening { MayCreate = true }, cancellationToken);
    }

    private async Task<int> AnswerAsync(ParseResult result, ImportTally tally)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        await output.WriteLineAsync(result.GetValue(_json) ? tally.ToJson() : tally.ToString()).ConfigureAwait(false);
        return tally.Faults + tally.Conflicting == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    // One bad line must not hide the thousand good ones behind it.
    private static bool TryParse(RecordFile row, out UsageRecord? record, out string fault)
    {
        record = null;
        fault = $"Line {row.Line} {row.Fault}; it is left out.";
        if (row.Members is null) return false;

        try
        {
            record = new RecordParser(row.Members).Parse();
            return true;
        }
        catch (FormatException exception)
        {
            fault = $"Line {row.Line} {exception.Message}; it is left out.";
            return false;
        }
    }
}
