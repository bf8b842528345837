using System.Collections.Immutable;

namespace TokenUsage.Admission;

/// <summary>The quotas and halts that hold now. Readers take a snapshot; writers replace it one at a time.</summary>
internal sealed class QuotaBook(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, QuotaDefinition> _configured = new(StringComparer.Ordinal);

    // What was changed while running: stronger than configuration, which would otherwise undo it on every reload.
    private readonly Dictionary<string, QuotaDefinition?> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Quota, SubjectKey Subject, string Tags), QuotaChange> _overrides = [];

    private readonly List<Halt> _halted = [];

    private volatile QuotaSet _current = QuotaSet.Empty;
    private ImmutableArray<Halt> _halts = [];

    public QuotaSet Current => _current;

    public ImmutableArray<QuotaRule> Rules => _current.Rules;

    public ImmutableArray<Halt> Halts => _halts;

    public QuotaRule? Find(string quota) => Find(quota, Rules);

    /// <summary>Gets the quotas of code and configuration, before any change.</summary>
    public IReadOnlyList<QuotaDefinition> Configured
    {
        get
        {
            lock (_gate) return [.. _configured.Values];
        }
    }

    /// <summary>Gets the limits of single accounts.</summary>
    public IReadOnlyList<QuotaChange> Overrides
    {
        get
        {
            lock (_gate) return [.. _overrides.Values];
        }
    }

    /// <summary>Takes the quotas of the configuration in place of the former ones.</summary>
    public void Configure(IEnumerable<QuotaDefinition> quotas)
    {
        lock (_gate)
        {
            _configured.Clear();
            foreach (QuotaDefinition quota in quotas) _configured[quota.Name] = quota;
            Rebuild();
        }
    }

    /// <summary>Applies a change that was just made.</summary>
    public void Apply(QuotaChange change)
    {
        lock (_gate)
        {
            Note(change);
            if (change.Kind is QuotaChangeKind.Define or QuotaChangeKind.Remove) Rebuild();
            else if (change.Kind == QuotaChangeKind.Override) Impose(change, Rules);
            else _halts = [.. _halted];
        }
    }

    /// <summary>Takes the changes that were read back in place of those that were applied before.</summary>
    /// <remarks>In one step: a halt must not be lifted for as long as the reading takes.</remarks>
    public void Replay(IEnumerable<QuotaChange> changes)
    {
        lock (_gate)
        {
            _changed.Clear();
            _overrides.Clear();
            _halted.Clear();
            foreach (QuotaChange change in changes) Note(change);
            Rebuild();
            _halts = [.. _halted];
        }
    }

    private void Note(QuotaChange change)
    {
        switch (change.Kind)
        {
            case QuotaChangeKind.Define when change.Definition is { } quota:
                _changed[quota.Name] = quota;
                break;
            case QuotaChangeKind.Remove when change.Quota is { } name:
                _changed[name] = null;
                break;
            case QuotaChangeKind.Override when change.Quota is { } name:
                Note(name, change);
                break;
            case QuotaChangeKind.Halt when change.Scope is { } scope:
                _halted.RemoveAll(halt => halt.Scope == scope);
                _halted.Add(new Halt(scope, change.Reason ?? ""));
                break;
            case QuotaChangeKind.Resume when change.Scope is { } scope:
                _halted.RemoveAll(halt => halt.Scope == scope);
                break;
        }
    }

    private void Rebuild()
    {
        long now = UnixMicros.Now(time);
        QuotaDefinition[] definitions =
        [
            .. _configured.Values.Where(quota => !_changed.ContainsKey(quota.Name)),
            .. _changed.Values.OfType<QuotaDefinition>(),
        ];
        List<AccountBook> books = [];
        var rebuilt = new QuotaSet(
            [.. definitions.Select(quota => new QuotaRule(quota, BookFor(quota, books), now))],
            definitions.Any(quota => quota.Unit == QuotaUnit.Usd),
            definitions.Any(quota => quota.Estimate == QuotaEstimate.Expected));
        foreach (QuotaChange change in _overrides.Values) Impose(change, rebuilt.Rules);
        _current = rebuilt; // last: no call sees a quota without its overrides
    }

    private static AccountBook BookFor(QuotaDefinition quota, List<AccountBook> books)
    {
        foreach (AccountBook book in books)
        {
            if (book.Per.SequenceEqual([.. quota.Per])) return book;
        }

        var added = new AccountBook(quota.Per);
        books.Add(added);
        return added;
    }

    private void Note(string name, QuotaChange change)
    {
        UsageDimensions subject = change.Subject ?? UsageDimensions.None;
        var values = new SubjectKey(subject.User, subject.Project, subject.Session, subject.Agent);
        string rest = string.Join('|', subject.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}").Prepend(subject.Feature));
        if (change.Limit is null) _overrides.Remove((name, values, rest));
        else _overrides[(name, values, rest)] = change;
    }

    private static void Impose(QuotaChange change, ImmutableArray<QuotaRule> rules)
    {
        if (Find(change.Quota!, rules) is not { } rule) return;

        LimitOverride? own = change.Limit is { } limit
            ? new LimitOverride(
                QuotaScale.ToLimit(rule.Unit, limit),
                change.Until is { } until ? UnixMicros.Of(until) : long.MaxValue)
            : null;
        rule.SetOverride(SubjectRequest.Of(change.Subject ?? UsageDimensions.None), own);
    }

    private static QuotaRule? Find(string quota, ImmutableArray<QuotaRule> rules)
    {
        foreach (QuotaRule rule in rules)
        {
            if (rule.Definition.Name.Equals(quota, StringComparison.Ordinal)) return rule;
        }

        return null;
    }
}
