namespace TokenUsage;

/// <summary>Who is acting in this asynchronous flow, for reads that are logged.</summary>
public static class AuditScope
{
    private static readonly AsyncLocal<ChangeActor?> Acting = new();

    /// <summary>Gets who is acting.</summary>
    /// <value><see cref="ChangeActor.Application"/> outside any scope.</value>
    public static ChangeActor Current => Acting.Value ?? ChangeActor.Application;

    /// <summary>Names who is acting, until the result is disposed.</summary>
    public static IDisposable Begin(ChangeActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);

        var scope = new Scope(Acting.Value);
        Acting.Value = actor;
        return scope;
    }

    private sealed class Scope(ChangeActor? outer) : IDisposable
    {
        public void Dispose() => Acting.Value = outer;
    }
}
