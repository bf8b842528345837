namespace TokenUsage;

/// <summary>Says who and why, for everything that is called in this asynchronous flow.</summary>
/// <remarks>
/// Scopes nest: an inner one wins, dimension by dimension. A scope follows <see langword="await"/> and tasks that are
/// started inside it, and ends when it is disposed.
/// </remarks>
public static class UsageScope
{
    private static readonly AsyncLocal<UsageDimensions?> Ambient = new();

    /// <summary>Gets what the open scopes of this flow say together.</summary>
    public static UsageDimensions Current => Ambient.Value ?? UsageDimensions.None;

    /// <summary>Opens a scope.</summary>
    /// <returns>The scope; dispose it to return to what was before.</returns>
    public static IDisposable Begin(UsageDimensions dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);

        var scope = new Scope(Ambient.Value);
        Ambient.Value = dimensions.Over(Current);
        return scope;
    }

    /// <summary>Opens a scope; what is left out stays as the outer scope has it.</summary>
    /// <returns>The scope; dispose it to return to what was before.</returns>
    public static IDisposable Begin(
        string? user = null,
        string? session = null,
        string? agent = null,
        string? feature = null,
        string? project = null) =>
        Begin(new UsageDimensions
        {
            User = user,
            Session = session,
            Agent = agent,
            Feature = feature,
            Project = project,
        });

    private sealed class Scope(UsageDimensions? outer) : IDisposable
    {
        public void Dispose() => Ambient.Value = outer;
    }
}
