using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TokenUsage.Querying;

namespace TokenUsage.Reporting.Reports;

/// <summary>Names a report by what is in it: a random id would make two runs over the same data differ.</summary>
internal static class ReportId
{
    private const int Bytes = 8;

    public static string Of(ReportRequest request, ResolvedQuery resolved, UsageTotals totals)
    {
        string filters = string.Join(
            '\n', request.Where.Select(f => $"{f.Dimension} {f.Operator} {string.Join('\r', f.Values ?? [])}"));
        string content = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Title}\n{resolved.From.UtcTicks} {resolved.To.UtcTicks} {request.TimeZone}\n{filters}\n"
            + $"{totals.Attempts} {totals.Tokens.Total} {totals.PricedUsd}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, Bytes));
    }
}
