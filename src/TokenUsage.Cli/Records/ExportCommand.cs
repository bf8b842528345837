using System.CommandLine;
using System.IO.Compression;
using System.Text;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Records;

/// <summary><c>token-usage export</c>: single records, for another program.</summary>
internal sealed class ExportCommand(TimeProvider time)
{
    private readonly StoreOptions _store = new();
    private readonly RangeOptions _range = new();

    private readonly Option<ExportFormat> _format = new("--format", "-f")
    {
        Description = "jsonl, json or csv.",
        DefaultValueFactory = _ => ExportFormat.Jsonl,
    };

    private readonly Option<FileInfo> _output = new("--output", "-o")
    {
        Description = "The file to write; the standard output when left out. One that ends in .gz is compressed.",
    };

    private readonly Option<bool> _focus = new("--focus")
    {
        Description = "CSV with the columns of FOCUS 1.2; records without a price have no row.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Says what was written in JSON." };

    public static Command Create(TimeProvider? time = null) => new ExportCommand(time ?? TimeProvider.System).Build();

    private Command Build()
    {
        var command = new Command("export", "Writes single records as JSON, JSON Lines or CSV.")
        {
            _format, _output, _focus, _json,
        };
        _range.AddTo(command);
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            Range = _range.RangeOf(result, time),
            TimeZone = result.GetRequiredValue(_range.Zone),
            Where = _range.FiltersOf(result),
        };
        IRecordWriter writer = WriterOf(result);
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken)
                .ConfigureAwait(false);
        (long written, long left) = result.GetValue(_output) is { } file
            ? await WriteFileAsync(session, query, writer, file, cancellationToken).ConfigureAwait(false)
            : await WriteAsync(session, query, writer, result.InvocationConfiguration.Output, cancellationToken)
                .ConfigureAwait(false);
        TextWriter error = result.InvocationConfiguration.Error;
        await error.WriteLineAsync(result.GetValue(_json)
            ? $$"""{"written":{{written}},"left_out":{{left}}}"""
            : $"{written} records written"
                + (left > 0 ? $", {left} left out: they have no price or were not billed." : "."))
            .ConfigureAwait(false);
        return ExitCode.Success;
    }

    private IRecordWriter WriterOf(ParseResult result)
    {
        ExportFormat format = result.GetValue(_format);
        if (result.GetValue(_focus))
        {
            bool isOther = format != ExportFormat.Csv && result.GetResult(_format) is { Implicit: false };
            return isOther
                ? throw new InputException($"--focus is CSV; leave out --format {format}, or write --format csv.")
                : new CsvRecordWriter(FocusColumns.All, FocusColumns.Covers);
        }

        return format == ExportFormat.Csv
            ? new CsvRecordWriter(RecordColumns.All, static _ => true)
            : new JsonRecordWriter(isArray: format == ExportFormat.Json);
    }

    // Beside its place and moved there at the end: what was there before stays until the new one is whole.
    private static async Task<(long Written, long Left)> WriteFileAsync(
        StoreSession session, UsageQuery query, IRecordWriter writer, FileInfo file,
        CancellationToken cancellationToken)
    {
        string temporary = Path.Combine(
            file.DirectoryName ?? ".", $".{file.Name}.{Path.GetRandomFileName()}.tmp");
        try
        {
            (long, long) counts;
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (Stream stream = Compressed(new FileStream(temporary, creation), file))
            await using (var output = new StreamWriter(stream, new UTF8Encoding(false)))
                counts = await WriteAsync(session, query, writer, output, cancellationToken).ConfigureAwait(false);

            File.Move(temporary, file.FullName, overwrite: true);
            return counts;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static async Task<(long Written, long Left)> WriteAsync(
        StoreSession session, UsageQuery query, IRecordWriter writer, TextWriter output,
        CancellationToken cancellationToken)
    {
        long written = 0;
        long left = 0;
        writer.Begin(output);
        await foreach (UsageRecord record in session.Stats.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (writer.Write(record, output)) written++;
            else left++;
        }

        writer.End(output);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return (written, left);
    }

    private static Stream Compressed(FileStream stream, FileInfo file) =>
        file.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(stream, CompressionLevel.Optimal) : stream;
}
