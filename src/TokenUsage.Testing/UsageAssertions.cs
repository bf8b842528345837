using System.Globalization;

namespace TokenUsage.Testing;

/// <summary>Budgets in tests: <c>measured.Totals.ShouldCostLessThan(0.02m)</c>. They need no test framework.</summary>
public static class UsageAssertions
{
    /// <summary>Demands that the usage costs less. A call of unknown price fails it: what is unknown is not cheap.</summary>
    /// <param name="totals">The usage.</param>
    /// <param name="usd">The limit in dollars, which itself is too much.</param>
    /// <returns>The usage, for the next demand.</returns>
    /// <exception cref="UsageAssertionException">It costs as much or more, or nobody knows.</exception>
    public static UsageTotals ShouldCostLessThan(this UsageTotals totals, decimal usd)
    {
        totals.ShouldBePriced();
        decimal cost = totals.PricedUsd ?? 0;
        return totals.Demand(
            cost < usd, string.Create(CultureInfo.InvariantCulture, $"cost less than ${usd}, and it costs ${cost}"));
    }

    /// <summary>Demands that every call has a whole price.</summary>
    /// <returns>The usage, for the next demand.</returns>
    /// <exception cref="UsageAssertionException">A call has none, or only for a part of what it used.</exception>
    public static UsageTotals ShouldBePriced(this UsageTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        long unknown = totals.Coverage.UnpricedCalls + totals.Coverage.PartlyPricedCalls;
        return totals.Demand(
            unknown == 0,
            $"be priced, and {unknown} of its attempts are not, or in part only: give their model a price");
    }

    /// <summary>Demands that input and output together are fewer tokens.</summary>
    /// <returns>The usage, for the next demand.</returns>
    /// <exception cref="UsageAssertionException">They are as many or more, or a call's tokens are not known.</exception>
    public static UsageTotals ShouldUseFewerTokensThan(this UsageTotals totals, long tokens)
    {
        ArgumentNullException.ThrowIfNull(totals);
        long unknown = totals.Coverage.UnreportedCalls;
        totals.Demand(unknown == 0, $"have known tokens, and {unknown} of its attempts have not");
        long used = totals.Tokens.Total ?? 0;
        return totals.Demand(used < tokens, $"use fewer than {tokens} tokens, and it uses {used}");
    }

    /// <summary>Demands that this many calls were made; retries of a call are not counted.</summary>
    /// <returns>The usage, for the next demand.</returns>
    /// <exception cref="UsageAssertionException">There were more, or fewer.</exception>
    public static UsageTotals ShouldMakeCalls(this UsageTotals totals, long calls)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return totals.Demand(totals.Calls == calls, $"make {calls} calls, and it makes {totals.Calls}");
    }

    /// <summary>Demands that every attempt was answered, by a provider or the application's own cache.</summary>
    /// <returns>The usage, for the next demand.</returns>
    /// <exception cref="UsageAssertionException">One failed, was refused or was broken off.</exception>
    public static UsageTotals ShouldSucceed(this UsageTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return totals.Demand(
            totals.Succeeded + totals.Cached == totals.Attempts,
            $"succeed, and {totals.Failed} attempts failed, {totals.Refused} were refused, "
            + $"{totals.Interrupted} were broken off");
    }

    private static UsageTotals Demand(this UsageTotals totals, bool holds, string demand) => holds
        ? totals
        : throw new UsageAssertionException($"The usage should {demand}.");
}
