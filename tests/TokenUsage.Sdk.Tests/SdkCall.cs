namespace TokenUsage.Sdk.Tests;

/// <summary>Makes one call through an official SDK, and returns what the SDK itself says was used.</summary>
/// <param name="Name">The SDK, and which of its clients.</param>
/// <param name="Invoke">Makes the call: streamed or not, with a tool or without.</param>
internal sealed record SdkCall(string Name, Func<HttpClient, bool, bool, CancellationToken, Task<TokenCounts>> Invoke)
{
    public bool Streams { get; init; } = true;

    public override string ToString() => Name;
}
