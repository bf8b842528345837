using System.Collections.Immutable;

namespace TokenUsage;

/// <summary>Something that a rule found, from its beginning to its end.</summary>
public sealed record Alert
{
    /// <summary>Gets the alert's id. What happens again after its end is another alert.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets the rule that raised it.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets what makes it one: a hash of rule, subject and period, the same in every replica and after a restart.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Gets how urgent it is: the highest threshold that it has passed.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Gets where it is in its life.</summary>
    public AlertState State { get; init; }

    /// <summary>Gets it in words.</summary>
    public required string Message { get; init; }

    /// <summary>Gets whom it concerns, as the records say it: where users are pseudonyms, a pseudonym.</summary>
    public UsageDimensions Scope { get; init; } = UsageDimensions.None;

    /// <summary>Gets whom or what it concerns in one text: <c>user=alice</c>; empty for everything.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Gets the period that it is about: <c>2026-11-01</c>; empty for a rule without periods.</summary>
    public string Period { get; init; } = "";

    /// <summary>Gets the number that was found, in the rule's unit.</summary>
    public decimal? Value { get; init; }

    /// <summary>Gets the threshold that it passed.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Gets when it last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Gets when somebody took it up.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Gets when it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets who acknowledged, resolved or dismissed it; <see langword="null"/> where nobody had to.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets further facts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}
