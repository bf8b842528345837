using System.CommandLine;
using System.Text.Json;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Insights;

/// <summary><c>token-usage analytics</c>: what the numbers of a store mean.</summary>
internal sealed class AnalyticsCommand(TimeProvider time)
{
    private readonly InsightOptions _options = new(time);

    private readonly Option<FileInfo> _series = new("--series")
    {
        Description = "A CSV file of timestamp,value to look at in the place of a store.",
    };

    private readonly Option<int> _horizon = new("--horizon")
    {
        Description = "How many points to forecast: 1 to 8,784.",
        DefaultValueFactory = _ => new ForecastQuery().Horizon,
    };

    private readonly Option<decimal?> _limit = new("--limit")
    {
        Description = "An amount of the month; the answer says when it will be reached, and how surely.",
    };

    private readonly Option<string> _explainBy = new("--by", "-b")
    {
        Description = "The dimension that changes are put down to.",
        DefaultValueFactory = _ => Dimension.Feature.Name,
    };

    public static Command Create(TimeProvider? time = null) =>
        new AnalyticsCommand(time ?? TimeProvider.System).Build();

    private Command Build() => new("analytics", "Says what the numbers of a store mean.")
    {
        Anomalies(), Forecast(), Trends(), Recommend(), Explain(), Efficiency(),
    };

    private Command Anomalies()
    {
        var command = new Command("anomalies", "Finds points that go beyond what was seen before.") { _series };
        _options.AddSeriesTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            IReadOnlyList<UsageAnomaly> found = result.GetValue(_series) is { } file
                ? SeriesAnalysis.Anomalies(SeriesFile.Read(file))
                : await _options.AskAsync(
                    result, (analytics, ct) => analytics.DetectAnomaliesAsync(_options.QueryOf(result), ct), token);
            return _options.Answer(
                result, json => WriteAll(json, found, InsightJson.Write),
                console => InsightTables.Write(console, found));
        }));
        return command;
    }

    private Command Forecast()
    {
        var command = new Command("forecast", "Continues a series, with an interval that holds 95 times in 100.")
        {
            _series, _horizon, _limit,
        };
        _options.AddSeriesTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            int horizon = result.GetValue(_horizon);
            IReadOnlyList<UsageForecast> forecasts = result.GetValue(_series) is { } file
                ? [SeriesAnalysis.Forecast(SeriesFile.Read(file), horizon)]
                : await _options.AskAsync(result, (analytics, ct) => analytics.ForecastAsync(
                    new ForecastQuery
                    {
                        Series = _options.QueryOf(result),
                        Horizon = horizon,
                        Limit = result.GetValue(_limit),
                    },
                    ct), token);
            return _options.Answer(
                result, json => WriteAll(json, forecasts, InsightJson.Write),
                console => InsightTables.Write(console, forecasts));
        }));
        return command;
    }

    private Command Trends()
    {
        var command = new Command("trends", "Says where usage is heading.");
        _options.AddSeriesTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            IReadOnlyList<UsageTrend> trends = await _options.AskAsync(
                result, (analytics, ct) => analytics.GetTrendsAsync(_options.QueryOf(result), ct), token);
            return _options.Answer(
                result, json => WriteAll(json, trends, InsightJson.Write),
                console => InsightTables.Write(console, trends));
        }));
        return command;
    }

    private Command Recommend()
    {
        var command = new Command("recommend", "Says what would make usage cheaper, and by how much.");
        _options.AddRangeTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            IReadOnlyList<Recommendation> advice = await _options.AskAsync(
                result, (analytics, ct) => analytics.GetRecommendationsAsync(_options.RangeOf(result), ct), token);
            return _options.Answer(
                result, json => WriteAll(json, advice, InsightJson.Write),
                console => InsightTables.Write(console, advice));
        }));
        return command;
    }

    private Command Explain()
    {
        var command = new Command("explain", "Says why cost changed against the period before.") { _explainBy };
        _options.AddRangeTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            var query = new ChangeQuery
            {
                Range = _options.RangeOf(result),
                By = RangeOptions.DimensionOf(result.GetRequiredValue(_explainBy)),
                Where = _options.FiltersOf(result),
            };
            ChangeExplanation change = await _options.AskAsync(
                result, (analytics, ct) => analytics.ExplainChangeAsync(query, ct), token);
            return _options.Answer(
                result, json => ComparisonJson.Write(json, change), console => InsightTables.Write(console, change));
        }));
        return command;
    }

    private Command Efficiency()
    {
        var command = new Command("efficiency", "Compares models by what a call and a million tokens cost.");
        _options.AddRangeTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            IReadOnlyList<ModelEfficiency> models = await _options.AskAsync(
                result, (analytics, ct) => analytics.GetEfficiencyAsync(_options.RangeOf(result), ct), token);
            return _options.Answer(
                result, json => WriteAll(json, models, ComparisonJson.Write),
                console => InsightTables.Write(console, models));
        }));
        return command;
    }

    private static void WriteAll<T>(Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (T item in items) write(json, item);
        json.WriteEndArray();
    }
}
