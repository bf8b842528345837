namespace TokenUsage;

/// <summary>Says what a quota limits, for whom, and over which time.</summary>
/// <remarks>Faults are reported at start, all of them together.</remarks>
public sealed class QuotaBuilder
{
    private QuotaDefinition _quota;

    internal QuotaBuilder(string name) =>
        _quota = new QuotaDefinition { Name = name, Unit = QuotaUnit.Tokens, Limit = -1 };

    /// <summary>Gives every combination of values of these dimensions the limit to itself.</summary>
    public QuotaBuilder Per(params ReadOnlySpan<Dimension> dimensions) =>
        Set(_quota with { Per = [.. _quota.Per, .. dimensions] });

    /// <summary>
    /// Counts only the calls whose dimension has the value; a <c>*</c> at its end stands for any rest.
    /// </summary>
    public QuotaBuilder Where(Dimension dimension, string value) =>
        Set(_quota with { Where = [.. _quota.Where, new QuotaMatch(dimension, value)] });

    /// <summary>Limits input and output tokens together.</summary>
    public QuotaBuilder Tokens(long limit) => Limit(QuotaUnit.Tokens, limit);

    /// <summary>Limits prompt tokens.</summary>
    public QuotaBuilder InputTokens(long limit) => Limit(QuotaUnit.InputTokens, limit);

    /// <summary>Limits generated tokens.</summary>
    public QuotaBuilder OutputTokens(long limit) => Limit(QuotaUnit.OutputTokens, limit);

    /// <summary>Limits calls.</summary>
    public QuotaBuilder Requests(long limit) => Limit(QuotaUnit.Requests, limit);

    /// <summary>Limits the cost in US dollars. Calls of models that are declared free pass.</summary>
    public QuotaBuilder Usd(decimal limit) => Limit(QuotaUnit.Usd, limit);

    /// <summary>Limits the calls that are under way at the same time.</summary>
    public QuotaBuilder ConcurrentCalls(long limit) =>
        Set(_quota with { Unit = QuotaUnit.ConcurrentCalls, Limit = limit, Window = QuotaWindow.Lifetime });

    /// <summary>Counts by the hours of the local clock.</summary>
    public QuotaBuilder Hourly(string timeZone = "UTC") => Calendar(QuotaWindowKind.Hour, timeZone);

    /// <summary>Counts by local days.</summary>
    public QuotaBuilder Daily(string timeZone = "UTC") => Calendar(QuotaWindowKind.Day, timeZone);

    /// <summary>Counts by weeks from a day of the week.</summary>
    public QuotaBuilder Weekly(string timeZone = "UTC", DayOfWeek start = DayOfWeek.Monday) =>
        Over(new QuotaWindow { Kind = QuotaWindowKind.Week, TimeZone = timeZone, WeekStart = start });

    /// <summary>Counts by months from a day of the month, which is brought into shorter months.</summary>
    public QuotaBuilder Monthly(string timeZone = "UTC", int day = 1) =>
        Over(new QuotaWindow { Kind = QuotaWindowKind.Month, TimeZone = timeZone, AnchorDay = day });

    /// <summary>Counts by years from a month and day.</summary>
    public QuotaBuilder Yearly(string timeZone = "UTC", int month = 1, int day = 1) => Over(new QuotaWindow
    {
        Kind = QuotaWindowKind.Year,
        TimeZone = timeZone,
        AnchorMonth = month,
        AnchorDay = day,
    });

    /// <summary>Counts over any stretch of a length, wherever it begins.</summary>
    /// <param name="length">From one second to 400 days.</param>
    /// <param name="parts">From 1 to 1,000: the window is too strict by at most one part.</param>
    public QuotaBuilder Sliding(TimeSpan length, int parts = 60) =>
        Over(new QuotaWindow { Kind = QuotaWindowKind.Sliding, Length = length, Parts = parts });

    /// <summary>Refills the limit evenly over a length, and admits at most the burst at once.</summary>
    /// <param name="length">From one second to 400 days.</param>
    /// <param name="burst">In the quota's unit; left out, the limit.</param>
    public QuotaBuilder Burst(TimeSpan length, decimal? burst = null) => Set(_quota with
    {
        Window = new QuotaWindow { Kind = QuotaWindowKind.Burst, Length = length },
        Burst = burst,
    });

    /// <summary>Counts each session by itself, until nobody used it for a day.</summary>
    public QuotaBuilder PerSession() => Set(_quota with
    {
        Per = _quota.Per.Contains(Dimension.Session) ? _quota.Per : [.. _quota.Per, Dimension.Session],
        Window = new QuotaWindow { Kind = QuotaWindowKind.Session },
    });

    /// <summary>Counts for ever.</summary>
    public QuotaBuilder Lifetime() => Over(QuotaWindow.Lifetime);

    /// <summary>Counts over a window.</summary>
    public QuotaBuilder Over(QuotaWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);

        return Set(_quota with { Window = window });
    }

    /// <summary>Sets how much a call holds while it is under way.</summary>
    public QuotaBuilder EstimateBy(QuotaEstimate estimate) => Set(_quota with { Estimate = estimate });

    /// <summary>Sets what happens at the limit.</summary>
    public QuotaBuilder As(QuotaMode mode) => Set(_quota with { Mode = mode });

    /// <summary>Raises a warning at a share of the limit, and a critical one at another.</summary>
    /// <param name="share">Above 0 and at most 1: 0.8 for 80 %.</param>
    /// <param name="critical">Likewise; left out, no critical warning is raised.</param>
    public QuotaBuilder WarnAt(double share, double? critical = null) =>
        Set(_quota with { WarnAt = share, CriticalAt = critical });

    internal QuotaDefinition Build() => _quota;

    private QuotaBuilder Limit(QuotaUnit unit, decimal limit) => Set(_quota with { Unit = unit, Limit = limit });

    private QuotaBuilder Calendar(QuotaWindowKind kind, string timeZone) =>
        Over(new QuotaWindow { Kind = kind, TimeZone = timeZone });

    private QuotaBuilder Set(QuotaDefinition quota)
    {
        _quota = quota;
        return this;
    }
}
