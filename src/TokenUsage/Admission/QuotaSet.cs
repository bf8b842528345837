using System.Collections.Immutable;

namespace TokenUsage.Admission;

/// <summary>The quotas that hold at one moment, and what asking them takes.</summary>
/// <param name="Rules">The quotas.</param>
/// <param name="CountsMoney">Whether one of them is in money.</param>
/// <param name="ExpectsOutput">Whether one of them holds what is usual.</param>
internal sealed record QuotaSet(ImmutableArray<QuotaRule> Rules, bool CountsMoney, bool ExpectsOutput)
{
    public static QuotaSet Empty { get; } = new([], false, false);
}
