using System.Globalization;
using Spectre.Console;

namespace TokenUsage.Cli.Insights;

/// <summary>What analytics say, as tables and sentences.</summary>
internal static class InsightTables
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Write(IAnsiConsole console, IReadOnlyList<UsageAnomaly> anomalies)
    {
        if (IsEmpty(console, anomalies.Count, "Nothing was out of the ordinary.")) return;

        Table table = TableOf("at", "what", "channel", "severity", "message");
        foreach (UsageAnomaly anomaly in anomalies)
        {
            Row(
                table, Moment(anomaly.At), anomaly.IsNotice ? "notice" : "anomaly", anomaly.Channel,
                Number(anomaly.Severity), anomaly.Message);
        }

        console.Write(table);
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<UsageForecast> forecasts)
    {
        if (IsEmpty(console, forecasts.Count, "There is no whole point to go by.")) return;

        foreach (UsageForecast forecast in forecasts)
        {
            string whose = forecast.Key is { } key ? $" of {key}" : "";
            console.WriteLine($"{forecast.Measure}{whose}, method {forecast.Method}");
            if (forecast.Month is { } month)
            {
                console.WriteLine(
                    $"The month ends at {Number(month.Expected)} ({Number(month.Lower)} to {Number(month.Upper)}); "
                    + $"{Number(month.SoFar)} so far.");
            }

            if (forecast.Limit is { } limit)
            {
                console.WriteLine(
                    $"It passes {limit.Limit.ToString(Culture)} with a probability of {Number(limit.Probability)}"
                    + (limit.Median is { } at ? $", most likely about {Moment(at)}." : "."));
            }

            Table table = TableOf("start", "expected", "lower", "upper");
            foreach (ForecastPoint point in forecast.Points)
                Row(table, Moment(point.Start), Number(point.Expected), Number(point.Lower), Number(point.Upper));
            console.Write(table);
        }
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<UsageTrend> trends)
    {
        if (IsEmpty(console, trends.Count, "There is no usage to see a trend in.")) return;
        foreach (UsageTrend trend in trends) console.WriteLine(trend.Explanation);
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<Recommendation> advice)
    {
        if (IsEmpty(console, advice.Count, "Nothing was found that would make this usage cheaper.")) return;

        Table table = TableOf("priority", "saves", "what", "why");
        foreach (Recommendation item in advice)
            Row(table, item.Priority.ToString(), Usd(item.SavingUsd), item.Title, item.Message);
        console.Write(table);
    }

    public static void Write(IAnsiConsole console, ChangeExplanation change)
    {
        console.WriteLine(
            $"{Usd(change.BeforeUsd)} before, {Usd(change.AfterUsd)} now: {Usd(change.AfterUsd - change.BeforeUsd)}.");
        foreach (CostDriver driver in change.Drivers) console.WriteLine($"  {Usd(driver.Usd),14}  {driver.Message}");
        if (change.UnpricedTokens > 0)
        {
            string tokens = change.UnpricedTokens.ToString("N0", Culture);
            console.WriteLine($"{tokens} tokens have no price and are left out.");
        }
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<ModelEfficiency> models)
    {
        if (IsEmpty(console, models.Count, "There is no usage to compare.")) return;

        Table table = TableOf("provider", "model", "calls", "success", "per 1M tokens", "per call", "per success");
        foreach (ModelEfficiency model in models)
        {
            Row(
                table, model.Provider, model.Model ?? "-", model.Totals.Calls.ToString("N0", Culture),
                (100 * model.SuccessRate).ToString("0.#", Culture) + " %", Usd(model.UsdPerMillionTokens),
                Usd(model.UsdPerCall), Usd(model.UsdPerSuccess));
        }

        console.Write(table);
    }

    private static bool IsEmpty(IAnsiConsole console, int count, string sentence)
    {
        if (count == 0) console.WriteLine(sentence);
        return count == 0;
    }

    private static Table TableOf(params string[] names) => new Table().Border(TableBorder.Simple).AddColumns(names);

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static string Usd(decimal? usd) => usd?.ToString("$#,0.00####;-$#,0.00####", Culture) ?? "-";

    private static string Number(double number) => number.ToString("#,0.####", Culture);

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", Culture);
}
