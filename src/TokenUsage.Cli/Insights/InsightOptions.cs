using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Insights;

/// <summary>What every analytical command is asked with, and how it asks and answers.</summary>
internal sealed class InsightOptions(TimeProvider time)
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();
    private readonly RangeOptions _range = new();

    private readonly Option<AnalyticsMeasure> _measure = new("--measure", "-m")
    {
        Description = "What is looked at: cost, tokens, calls, errorRate or latency.",
        DefaultValueFactory = _ => AnalyticsMeasure.Cost,
    };

    private readonly Option<TimeUnit> _interval = new("--interval", "-i")
    {
        Description = "The length of a point: hour or day.",
        DefaultValueFactory = _ => TimeUnit.Hour,
    };

    private readonly Option<string> _by = new("--by", "-b")
    {
        Description = "One series for each value of a dimension.",
    };

    private readonly Option<int> _top = new("--top", "-t")
    {
        Description = "The most series, greatest first.",
        DefaultValueFactory = _ => new AnalyticsQuery().Top,
    };

    public void AddRangeTo(Command command)
    {
        _store.AddTo(command);
        command.Add(_json);
        _range.AddTo(command);
    }

    public void AddSeriesTo(Command command)
    {
        foreach (Option option in (Option[])[_measure, _interval, _by, _top]) command.Add(option);
        AddRangeTo(command);
    }

    public TimeRange RangeOf(ParseResult result) => _range.RangeOf(result, time);

    public IReadOnlyList<UsageFilter> FiltersOf(ParseResult result) => _range.FiltersOf(result);

    public AnalyticsQuery QueryOf(ParseResult result) => new()
    {
        Measure = result.GetValue(_measure),
        Interval = new TimeInterval(1, result.GetValue(_interval)),
        Range = RangeOf(result),
        TimeZone = result.GetRequiredValue(_range.Zone),
        Where = FiltersOf(result),
        GroupBy = result.GetValue(_by) is { } name ? RangeOptions.DimensionOf(name) : null,
        Top = result.GetValue(_top),
    };

    /// <summary>Opens the store and asks it.</summary>
    public async Task<T> AskAsync<T>(
        ParseResult result,
        Func<ITokenAnalytics, CancellationToken, ValueTask<T>> question,
        CancellationToken cancellationToken)
    {
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken);
        return await question(session.Analytics, cancellationToken);
    }

    /// <summary>Writes an answer in the way that was asked for.</summary>
    public int Answer(ParseResult result, Action<Utf8JsonWriter> json, Action<IAnsiConsole> table)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) output.WriteLine(SummaryJson.Write(json));
        else table(Terminal.Over(output));
        return ExitCode.Success;
    }
}
