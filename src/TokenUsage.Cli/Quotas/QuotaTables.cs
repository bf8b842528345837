using System.Globalization;
using Spectre.Console;
using TokenUsage.Admission;

namespace TokenUsage.Cli.Quotas;

/// <summary>Shows quotas as tables.</summary>
internal static class QuotaTables
{
    public static void List(IAnsiConsole console, QuotaBook book)
    {
        Table table = new Table().AddColumns("Quota", "Limit", "Per", "Window", "Where", "Mode");
        foreach (QuotaRule rule in book.Rules)
        {
            QuotaDefinition quota = rule.Definition;
            table.AddRow(
                Markup.Escape(quota.Name),
                Amount(quota.Unit, quota.Limit),
                Markup.Escape(quota.Per.Count == 0 ? "everything" : string.Join(", ", quota.Per)),
                Markup.Escape(AccountText.Describe(quota.Window)),
                Markup.Escape(string.Join(", ", quota.Where.Select(match => $"{match.Dimension}={match.Value}"))),
                quota.Mode.ToString());
        }

        console.Write(table);
        foreach (QuotaChange change in book.Overrides)
        {
            string until = change.Until is { } end ? $" until {end:u}" : "";
            console.MarkupLineInterpolated(
                $"{change.Quota}: {change.Limit} for {Describe(change.Subject!)}{until}, by {change.Actor.Name}");
        }

        foreach (Halt halt in book.Halts)
        {
            console.MarkupLineInterpolated($"[red]halted[/] {halt.Scope}: {halt.Reason}");
        }
    }

    public static void Status(IAnsiConsole console, IReadOnlyList<QuotaStatus> statuses)
    {
        Table table = new Table().AddColumns("Quota", "Used", "Held", "Limit", "Left", "Resets", "Used up");
        foreach (QuotaStatus status in statuses)
        {
            QuotaUnit unit = status.Quota.Unit;
            table.AddRow(
                Markup.Escape(status.Quota.Name),
                Amount(unit, status.Used),
                Amount(unit, status.Held),
                Amount(unit, status.Limit),
                Amount(unit, status.Remaining),
                Time(status.ResetsAt),
                Time(status.ProjectedExhaustion));
        }

        console.Write(table);
    }

    private static string Amount(QuotaUnit unit, decimal amount) => Markup.Escape(QuotaScale.Describe(unit, amount));

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–";

    public static string Describe(UsageDimensions subject)
    {
        string?[] values = [subject.User, subject.Project, subject.Session, subject.Agent, subject.Feature];
        return string.Join(
            ", ", values.OfType<string>().Concat(subject.Tags.Select(tag => $"{tag.Key}={tag.Value}")));
    }
}
