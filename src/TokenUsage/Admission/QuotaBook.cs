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

    private ImmutableArray<QuotaRule> _rules = [];
    private ImmutableArray<Halt> _halts = [];

    public ImmutableArray<QuotaRule> Rules => _rules;

    public ImmutableArray<Halt> Halts => _halts;

    public QuotaRule? Find(string quota)
    {
        foreach (QuotaRule rule in _rules)
        {
            if (rule.Definition.Name.Equals(quota, StringComparison.Ordinal)) return rule;
        }

        return null;
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

    /// <summary>Applies a change, whether just made or read back after a restart.</summary>
    public void Apply(QuotaChange change)
    {
        lock (_gate)
        {
            switch (change.Kind)
            {
                case QuotaChangeKind.Define when change.Definition is { } quota:
                    _changed[quota.Name] = quota;
                    Rebuild();
                    break;
                case QuotaChangeKind.Remove when change.Quota is { } name:
                    _changed[name] = null;
                    Rebuild();
                    break;
                case QuotaChangeKind.Override when change.Quota is { } name:
                    Override(name, change);
                    break;
                case QuotaChangeKind.Halt when change.Scope is { } scope:
                    _halts = [.. _halts.Where(halt => halt.Scope != scope), new Halt(scope, change.Reason ?? "")];
                    break;
                case QuotaChangeKind.Resume when change.Scope is { } scope:
                    _halts = [.. _halts.Where(halt => halt.Scope != scope)];
                    break;
            }
        }
    }

    private void Rebuild()
    {
        long now = UnixMicros.Now(time);
        IEnumerable<QuotaDefinition> definitions = _configured.Values
            .Where(quota => !_changed.ContainsKey(quota.Name))
            .Concat(_changed.Values.OfType<QuotaDefinition>());
        _rules = [.. definitions.Select(quota => Keep(quota) ?? new QuotaRule(quota, now))];
        foreach (QuotaChange change in _overrides.Values) Impose(change);
    }

    // An unchanged quota keeps its rule, and with it what it knows of its accounts.
    private QuotaRule? Keep(QuotaDefinition quota) =>
        Find(quota.Name) is { } rule && ReferenceEquals(rule.Definition, quota) ? rule : null;

    private void Override(string name, QuotaChange change)
    {
        UsageDimensions subject = change.Subject ?? UsageDimensions.None;
        var values = new SubjectKey(subject.User, subject.Project, subject.Session, subject.Agent);
        string rest = string.Join('|', subject.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}").Prepend(subject.Feature));
        _overrides[(name, values, rest)] = change;
        Impose(change);
        if (change.Limit is null) _overrides.Remove((name, values, rest));
    }

    private void Impose(QuotaChange change)
    {
        if (Find(change.Quota!) is not { } rule) return;

        LimitOverride? own = change.Limit is { } limit
            ? new LimitOverride(
                QuotaScale.ToLimit(rule.Unit, limit),
                change.Until is { } until ? UnixMicros.Of(until) : long.MaxValue)
            : null;
        rule.SetOverride(SubjectRequest.Of(change.Subject ?? UsageDimensions.None), own);
    }
}
