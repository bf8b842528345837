using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Records;

/// <summary><c>token-usage import</c>: brings exported records into a store, each once, however often it is run.</summary>
internal sealed class ImportCommand
{
    private const int BatchSize = 500;
    private const int MaxFaultsTold = 20;

    private readonly Option<FileInfo> _store = StoreOptions.Store();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Argument<FileInfo> _file = new("file")
    {
        Description = "JSON Lines or CSV as 'export' writes them; .gz is decompressed.",
    };

    public static Command Create() => new ImportCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "import", "Brings exported records into a store. A record that is there stays as it is.")
        {
            _file, _store, _json,
        };
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        IEnumerable<RecordFile> rows = RecordFile.Read(result.GetRequiredValue(_file));
        await using StoreSession session =
            await StoreSession.OpenAsync(result.GetRequiredValue(_store), mayCreate: true, cancellationToken)
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
