namespace TokenUsage;

/// <summary>A change by a person or a program, on its way into the <see cref="IAuditTrail"/>.</summary>
public sealed record AuditChange
{
    /// <summary>Gets who made it.</summary>
    public required ChangeActor Actor { get; init; }

    /// <summary>Gets what was done, in two words: <c>quota.define</c>, <c>price.change</c>, <c>user.erase</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Gets what it was done to, never a person: a quota's name, a model, an alert's id.</summary>
    public string? Target { get; init; }

    /// <summary>Gets the user it is about, if it is about one.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets how it was before; <see langword="null"/> when there was nothing.</summary>
    /// <remarks>Where it names the subject, the trail writes <c>{subject}</c> instead.</remarks>
    public string? Before { get; init; }

    /// <summary>Gets how it is now; <see langword="null"/> when there is nothing any more.</summary>
    public string? After { get; init; }
}
