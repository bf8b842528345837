namespace TokenUsage;

/// <summary>Who changes a quota: kept with every change.</summary>
/// <param name="Name">A person's or a service's name.</param>
public sealed record ChangeActor(string Name)
{
    /// <summary>Gets the application itself.</summary>
    public static ChangeActor Application { get; } = new("application");
}
