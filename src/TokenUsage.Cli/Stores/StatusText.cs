using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Cli.Quotas;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Stores;

/// <summary>What a store holds, in lines and in JSON.</summary>
internal static class StatusText
{
    public static void Write(IAnsiConsole console, StoreStatus status)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        Row("store", status.Address.Name + (status.Address.File is { } file ? $", {Mebibytes(file.Length)}" : ""));
        if (status.User is { } user) Row("user", user);
        Row("last 24 hours", Text(status.Day));
        Row("last 30 days", Text(status.Month));
        if (status.Journal is { } journal)
        {
            Row("journal", journal.Processes == 0
                ? "none: no application records, and nothing waits"
                : $"{journal.Processes} processes, {Mebibytes(journal.Bytes)}");
            Row("waiting", Count(journal.Waiting) + " records on their way to the store");
            Row("kept aside",
                $"{Count(journal.KeptAside)} refused records, {Count(journal.Unreadable)} unreadable stretches");
        }

        console.Write(grid);
        if (status.Quotas.Count > 0) QuotaTables.Status(console, status.Quotas);

        void Row(string name, string text) => grid.AddRow(Markup.Escape(name), Markup.Escape(text));
    }

    public static string JsonOf(StoreStatus status) => SummaryJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("store", status.Address.Name);
        if (status.Address.File is { } file) json.WriteNumber("bytes", file.Length);
        if (status.User is { } user) json.WriteString("user", user);
        json.WritePropertyName("last_24_hours");
        SummaryJson.Write(json, status.Day);
        json.WritePropertyName("last_30_days");
        SummaryJson.Write(json, status.Month);
        if (status.User is not null) ReportJson.WriteArray(json, "quotas", status.Quotas, ReportJson.Write);
        if (status.Journal is { } journal) Write(json, journal);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, JournalStatus journal)
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

    private static string Text(UsageTotals totals)
    {
        string cost = totals.PricedUsd is { } usd
            ? usd.ToString("$#,0.00####", CultureInfo.InvariantCulture) : totals.Calls == 0 ? "no cost" : "unpriced";
        return $"{Count(totals.Calls)} calls, {Count(totals.Tokens.Total ?? 0)} tokens, {cost}"
            + (totals.Coverage.UnpricedCalls > 0 ? $" ({Count(totals.Coverage.UnpricedCalls)} without a price)" : "");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) =>
        $"{(bytes / 1024.0 / 1024.0).ToString("N1", CultureInfo.InvariantCulture)} MiB";
}
