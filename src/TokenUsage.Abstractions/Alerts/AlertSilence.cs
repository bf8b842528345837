namespace TokenUsage;

/// <summary>A time in which alerts send no messages. They live on, and those that still fire at its end are told then.</summary>
public sealed record AlertSilence
{
    /// <summary>Gets the silence's id; given when it is added.</summary>
    public Guid Id { get; init; }

    /// <summary>Gets the rule; a <c>*</c> at its end stands for any rest.</summary>
    public string Rule { get; init; } = "*";

    /// <summary>Gets the subject, as <see cref="Alert.Subject"/> writes it; <see langword="null"/> for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets when it begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets when it ends.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Gets why.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets who silenced.</summary>
    public string? Actor { get; init; }
}
