using Microsoft.Extensions.AI;
using TokenUsage.Capture;

namespace TokenUsage;

/// <summary>Gives agents a view of their budgets.</summary>
public static class QuotaToolExtensions
{
    /// <summary>Makes a tool with which a model can ask what is left: for <c>ChatOptions.Tools</c>.</summary>
    /// <param name="quotas">The quotas.</param>
    /// <param name="subject">Whose budgets, where no <see cref="UsageScope"/> says it.</param>
    /// <returns>A function without arguments, <c>get_remaining_budget</c>, that answers in JSON.</returns>
    public static AIFunction CreateBudgetTool(this ITokenQuotas quotas, UsageDimensions? subject = null)
    {
        ArgumentNullException.ThrowIfNull(quotas);

        return new RemainingBudgetFunction(quotas, subject);
    }
}
