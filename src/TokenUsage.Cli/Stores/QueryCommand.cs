using System.CommandLine;

namespace TokenUsage.Cli.Stores;

/// <summary><c>token-usage query</c>: what was used, by whom, and what it cost.</summary>
internal sealed class QueryCommand(TimeProvider time)
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();
    private readonly RangeOptions _range = new();

    private readonly Option<string[]> _by = new("--by", "-b")
    {
        Description = "What to group by: model, user, feature, project, tag:team; several with commas.",
    };

    private readonly Option<string[]> _breakdown = new("--breakdown")
    {
        Description = "A further table by one dimension each, in the same answer.",
    };

    private readonly Option<string> _interval = new("--interval", "-i")
    {
        Description = "A series by time: 15m, 1h, 1d, 1w, 1mo.",
    };

    private readonly Option<int?> _top = new("--top", "-t")
    {
        Description = "Keeps so many groups; the rest is 'other'.",
    };

    private readonly Option<UsageMeasure> _rank = new("--rank")
    {
        Description = "What groups are ranked by: cost, tokens or calls.",
        DefaultValueFactory = _ => UsageMeasure.Cost,
    };

    public static Command Create(TimeProvider? time = null) => new QueryCommand(time ?? TimeProvider.System).Build();

    private Command Build()
    {
        var command = new Command("query", "Sums up usage by range, time zone, interval, dimension and filter.")
        {
            _by, _breakdown, _interval, _top, _rank, _json,
        };
        _range.AddTo(command);
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        UsageQuery query = QueryOf(result);
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken)
                .ConfigureAwait(false);
        UsageSummary summary = await session.Stats.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) await output.WriteLineAsync(SummaryJson.Of(query, summary)).ConfigureAwait(false);
        else SummaryTables.Write(Terminal.Over(output), query, summary);
        return ExitCode.Success;
    }

    private UsageQuery QueryOf(ParseResult result) => new()
    {
        Range = _range.RangeOf(result, time),
        TimeZone = result.GetRequiredValue(_range.Zone),
        Where = _range.FiltersOf(result),
        GroupBy = RangeOptions.DimensionsOf(result.GetValue(_by)),
        Breakdowns = RangeOptions.DimensionsOf(result.GetValue(_breakdown)),
        Interval = result.GetValue(_interval) is { } interval ? IntervalOf(interval) : null,
        Top = result.GetValue(_top),
        TopBy = result.GetValue(_rank),
    };

    private static TimeInterval IntervalOf(string text) => TimeInterval.TryParse(text, out TimeInterval interval)
        ? interval
        : throw new InputException($"--interval {text} is no interval; write 15m, 1h, 1d, 1w or 1mo.");
}
