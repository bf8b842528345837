using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Covers spans of time, each within one interval of the answer, with reads of the widest slices that fit.</summary>
internal sealed class SpanPlanner(UsageCube? cube, bool keysOnly, StoreHorizon horizon)
{
    private readonly List<PlanStep> _steps = [];

    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>Gets the moment before which something had to be read coarser, or is missing.</summary>
    public DateTimeOffset ExactFrom { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Covers a span with days, quarter-hours, minutes and records.</summary>
    public void Add(DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset since = horizon.Of(cube!, RollupGrain.Day);
        if (from < since)
        {
            DateTimeOffset middle = Min(since, to);
            AddRecords(from, middle);
            from = middle;
        }

        DateTimeOffset first = RollupGrid.Ceiling(from, RollupGrain.Day);
        DateTimeOffset last = RollupGrid.Floor(to, RollupGrain.Day);
        if (first >= last)
        {
            AddQuarters(from, to);
            return;
        }

        AddQuarters(from, first);
        Append(RollupGrain.Day, first, last);
        AddQuarters(last, to);
    }

    /// <summary>Covers a span with minutes and records.</summary>
    public void AddByMinute(DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset since = horizon.Of(cube!, RollupGrain.Minute);
        DateTimeOffset first = RollupGrid.Ceiling(Max(from, Min(since, to)), RollupGrain.Minute);
        DateTimeOffset last = RollupGrid.Floor(to, RollupGrain.Minute);
        if (first >= last)
        {
            AddRecords(from, to);
            return;
        }

        AddRecords(from, first);
        Append(RollupGrain.Minute, first, last);
        AddRecords(last, to);
    }

    public void AddRecords(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) return;
        if (from < horizon.Records) Note(Min(horizon.Records, to));
        Append(new PlanStep(null, RollupGrain.QuarterHour, false, from, to));
    }

    private void AddQuarters(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) return;

        DateTimeOffset since = horizon.Of(cube!, RollupGrain.QuarterHour);
        if (from < since)
        {
            DateTimeOffset middle = Min(since, to);
            AddCoarse(RollupGrain.Day, from, middle);
            from = middle;
        }

        DateTimeOffset first = RollupGrid.Ceiling(from, RollupGrain.QuarterHour);
        DateTimeOffset last = RollupGrid.Floor(to, RollupGrain.QuarterHour);
        if (first >= last)
        {
            AddPart(from, to);
            return;
        }

        AddPart(from, first);
        Append(RollupGrain.QuarterHour, first, last);
        AddPart(last, to);
    }

    // A part of a quarter-hour.
    private void AddPart(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) return;
        if (from >= horizon.Records || from >= horizon.Of(cube!, RollupGrain.Minute)) AddByMinute(from, to);
        else AddCoarse(RollupGrain.QuarterHour, from, to);
    }

    // Whole slices, where they begin: adjoining spans then count each of them once.
    private void AddCoarse(RollupGrain grain, DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) return;
        Note(to);
        DateTimeOffset first = RollupGrid.Ceiling(from, grain);
        if (first < to) Append(grain, first, RollupGrid.Ceiling(to, grain));
    }

    private void Note(DateTimeOffset moment) => ExactFrom = Max(ExactFrom, moment);

    private void Append(RollupGrain grain, DateTimeOffset from, DateTimeOffset to) =>
        Append(new PlanStep(cube, grain, keysOnly, from, to));

    private void Append(PlanStep step)
    {
        if (step.From >= step.To) return;

        bool continues = _steps.Count > 0 && _steps[^1].To == step.From
            && _steps[^1] with { From = step.From, To = step.To } == step;
        if (continues) _steps[^1] = _steps[^1] with { To = step.To };
        else _steps.Add(step);
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
