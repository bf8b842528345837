using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>What a rule found about one subject: at which level it stands.</summary>
internal sealed record AlertSignal
{
    public required string Rule { get; init; }

    /// <summary>Gets how many thresholds are passed, from 1.</summary>
    public required int Level { get; init; }

    public required AlertSeverity Severity { get; init; }

    public required string Message { get; init; }

    public string Subject { get; init; } = "";

    public string Period { get; init; } = "";

    public UsageDimensions Scope { get; init; } = UsageDimensions.None;

    public decimal? Value { get; init; }

    public decimal? Threshold { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the same text in every replica. A zero byte parts the words: none of them can hold one.</summary>
    public string Fingerprint => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Rule}\0{Subject}\0{Period}")).AsSpan(0, 16));
}
