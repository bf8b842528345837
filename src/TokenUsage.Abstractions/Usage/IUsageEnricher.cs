namespace TokenUsage;

/// <summary>Adds to who caused a call, and why, what the application knows elsewhere: a team, a release, a region.</summary>
/// <remarks>
/// Register it as a service; several run in their order. It runs on the caller's path at the begin of every call: it looks
/// things up in memory and does not wait. One that throws is counted and left out for that call.
/// </remarks>
public interface IUsageEnricher
{
    /// <summary>Gets the dimensions that a call is recorded with.</summary>
    /// <param name="dimensions">Those of the scope and of the client's settings, before users are pseudonymised.</param>
    UsageDimensions Enrich(UsageDimensions dimensions);
}
