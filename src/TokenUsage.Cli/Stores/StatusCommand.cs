using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace TokenUsage.Cli.Stores;

/// <summary><c>token-usage status</c>: how large a store is, what the last day brought, and what waits beside it.</summary>
internal sealed class StatusCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly Option<FileInfo> _store = StoreOptions.Store();
    private readonly Option<bool> _json = StoreOptions.Json();

    public static Command Create() => new StatusCommand().Build();

    private Command Build()
    {
        var command = new Command("status", "Says what a store holds and what waits in the journal beside it.")
        {
            _store, _json,
        };
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        FileInfo file = result.GetRequiredValue(_store);
        await using StoreSession session =
            await StoreSession.OpenAsync(file, mayCreate: false, cancellationToken).ConfigureAwait(false);
        UsageTotals day = await TotalsAsync(session, Day, cancellationToken).ConfigureAwait(false);
        UsageTotals month = await TotalsAsync(session, Month, cancellationToken).ConfigureAwait(false);
        JournalStatus? journal = session.Store.JournalPath is { } path ? JournalStatus.Of(path) : null;
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json))
        {
            await output.WriteLineAsync(SummaryJson.Write(json => Write(json, file, day, month, journal)))
                .ConfigureAwait(false);
        }
        else
        {
            Write(Terminal.Over(output), file, day, month, journal);
        }

        return ExitCode.Success;
    }

    private static async Task<UsageTotals> TotalsAsync(
        StoreSession session, TimeSpan length, CancellationToken cancellationToken)
    {
        var query = new UsageQuery { Range = TimeRange.Last(length) };
        return (await session.Stats.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Totals;
    }

    private static void Write(
        IAnsiConsole console, FileInfo file, UsageTotals day, UsageTotals month, JournalStatus? journal)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        Row("store", $"{file.FullName}, {Mebibytes(file.Length)}");
        Row("last 24 hours", Text(day));
        Row("last 30 days", Text(month));
        if (journal is not null)
        {
            Row("journal", journal.Processes == 0
                ? "none: no application records, and nothing waits"
                : $"{journal.Processes} processes, {Mebibytes(journal.Bytes)}");
            Row("waiting", Count(journal.Waiting) + " records on their way to the store");
            Row("kept aside",
                $"{Count(journal.KeptAside)} refused records, {Count(journal.Unreadable)} unreadable stretches");
        }

        console.Write(grid);

        void Row(string name, string text) => grid.AddRow(Markup.Escape(name), Markup.Escape(text));
    }

    private static void Write(
        Utf8JsonWriter json, FileInfo file, UsageTotals day, UsageTotals month, JournalStatus? journal)
    {
        json.WriteStartObject();
        json.WriteString("store", file.FullName);
        json.WriteNumber("bytes", file.Length);
        json.WritePropertyName("last_24_hours");
        SummaryJson.Write(json, day);
        json.WritePropertyName("last_30_days");
        SummaryJson.Write(json, month);
        if (journal is not null)
        {
            json.WriteStartObject("journal");
            json.WriteString("path", journal.Path);
            json.WriteNumber("processes", journal.Processes);
            json.WriteNumber("bytes", journal.Bytes);
            json.WriteNumber("waiting", journal.Waiting);
            json.WriteNumber("unreadable", journal.Unreadable);
            json.WriteNumber("kept_aside", journal.KeptAside);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Text(UsageTotals totals)
    {
        string cost = totals.PricedUsd is { } usd
            ? usd.ToString("$#,0.00####", CultureInfo.InvariantCulture) : "unpriced";
        return $"{Count(totals.Calls)} calls, {Count(totals.Tokens.Total ?? 0)} tokens, {cost}"
            + (totals.Coverage.UnpricedCalls > 0 ? $" ({Count(totals.Coverage.UnpricedCalls)} without a price)" : "");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) =>
        $"{(bytes / 1024.0 / 1024.0).ToString("N1", CultureInfo.InvariantCulture)} MiB";
}
