namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>What multiplies requests below the SDK.</summary>
internal enum Transport
{
    Plain,

    /// <summary>The standard resilience handler, and a provider that fails each request once.</summary>
    Retry,

    /// <summary>The standard hedging handler, and a provider that keeps each first attempt waiting.</summary>
    Hedge,
}
