using System.Globalization;
using System.Text;

namespace TokenUsage.Reporting.Reports;

/// <summary>One row of the table that a report is as CSV. Text is guarded against formulas, numbers need no guard.</summary>
internal sealed record CsvReportRow(string Section, string? Name = null)
{
    public string? Key { get; init; }

    public DateTimeOffset? Start { get; init; }

    public UsageTotals? Totals { get; init; }

    public string? Value { get; init; }

    public string? Low { get; init; }

    public string? High { get; init; }

    public string? Text { get; init; }

    public void AppendTo(StringBuilder csv)
    {
        csv.Append(Section).Append(',');
        AppendText(csv, Name);
        AppendText(csv, Key);
        AppendNumber(csv, Start?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        AppendNumber(csv, Totals?.Calls);
        AppendNumber(csv, Totals?.Attempts);
        AppendNumber(csv, Totals?.Failed);
        AppendNumber(csv, Totals?.Refused);
        AppendNumber(csv, Totals?.Tokens.Input);
        AppendNumber(csv, Totals?.Tokens.CachedInput);
        AppendNumber(csv, Totals?.Tokens.CacheWrite);
        AppendNumber(csv, Totals?.Tokens.Output);
        AppendNumber(csv, Totals?.Tokens.Reasoning);
        AppendNumber(csv, Totals?.PricedUsd);
        AppendNumber(csv, Totals?.Coverage.EstimatedUsd);
        AppendNumber(csv, Totals?.Coverage.UnpricedCalls);
        AppendNumber(csv, Totals?.Coverage.UnpricedTokens);
        AppendNumber(csv, Value);
        AppendNumber(csv, Low);
        AppendNumber(csv, High);
        CsvText.AppendText(csv, Text);
        csv.Append("\r\n");
    }

    private static void AppendText(StringBuilder csv, string? text)
    {
        CsvText.AppendText(csv, text);
        csv.Append(',');
    }

    private static void AppendNumber(StringBuilder csv, IFormattable? number) =>
        AppendNumber(csv, number?.ToString(null, CultureInfo.InvariantCulture));

    private static void AppendNumber(StringBuilder csv, string? number)
    {
        CsvText.AppendPlain(csv, number);
        csv.Append(',');
    }
}
