using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>What an address is known to be.</summary>
internal sealed class KnownAddress(string method, string address)
{
    /// <summary>Who reads its answers; <see langword="null"/> when it is no model call.</summary>
    public IUsageReader? Reader { get; init; }

    public WireCall Call { get; init; }

    public string Path { get; init; } = "";

    public string? Host { get; init; }

    public bool Is(string otherMethod, string otherAddress) => otherMethod == method && otherAddress == address;
}
