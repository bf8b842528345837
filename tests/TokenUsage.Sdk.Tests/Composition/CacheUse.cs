namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>Whether there is a cache of the application's own, and whether it knows the answer.</summary>
internal enum CacheUse
{
    None,
    Miss,
    Hit,
}
