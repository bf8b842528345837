namespace TokenUsage.Cli.Bills;

/// <summary>Says in words what the difference of a row can come from, by what the records say of themselves.</summary>
internal static class BillCause
{
    public static string Of(BillRow row)
    {
        if (row.Recorded is not { } totals || totals.Calls == 0)
            return "nothing recorded: these calls did not pass the monitor";

        var causes = new List<string>();
        bool isShort = row.Gaps.Any(gap => gap.Missing > 0);
        bool isOver = row.Gaps.Any(gap => gap.Missing < 0);
        bool areTokensOff = row.Gaps.Any(gap => gap.Missing != 0 && gap.Measure != "requests");
        Coverage coverage = totals.Coverage;
        if (areTokensOff && coverage.EstimatedCalls > 0) causes.Add($"{coverage.EstimatedCalls} calls estimated");
        if (isShort && coverage.UnreportedCalls > 0) causes.Add($"{coverage.UnreportedCalls} calls without counts");
        if (row.Gaps.Any(gap => gap is { Measure: "usd", Missing: not 0 }) && coverage.UnpricedCalls > 0)
            causes.Add($"{coverage.UnpricedCalls} calls without a price");
        if (isShort && row.Gaps.Any(gap => gap is { Measure: "requests", Missing: > 0 }))
            causes.Add("calls that did not pass the monitor");
        if (isOver && causes.Count == 0) causes.Add("not on this bill: another account's key, or a day not yet closed");
        if (isShort && causes.Count == 0)
            causes.Add("calls that did not pass the monitor, or fees that it does not see");
        return string.Join(", ", causes);
    }
}
