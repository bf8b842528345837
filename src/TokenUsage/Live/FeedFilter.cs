namespace TokenUsage.Live;

/// <summary>Which events a subscriber sees.</summary>
internal sealed class FeedFilter
{
    // Started calls are as many as all others together, and few want them: they are asked for by name.
    private const int AllByDefault = ~(1 << (int)FeedEventKind.CallStarted);

    private readonly IReadOnlyList<UsageFilter> _where;
    private readonly Func<FeedEvent, bool>? _when;

    public FeedFilter(FeedOptions options)
    {
        _where = options.Where;
        _when = options.When;
        Kinds = options.Kinds.Count == 0
            ? AllByDefault : options.Kinds.Aggregate(0, (all, kind) => all | (1 << (int)kind));
    }

    /// <summary>Gets the kinds as bits.</summary>
    public int Kinds { get; }

    public bool Passes(FeedEvent item)
    {
        if ((Kinds & (1 << (int)item.Kind)) == 0) return false;
        for (int i = 0; i < _where.Count; i++)
        {
            if (!_where[i].Matches(item.ValueOf(_where[i].Dimension))) return false;
        }

        return _when is null || _when(item);
    }
}
