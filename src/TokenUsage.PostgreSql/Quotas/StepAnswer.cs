using TokenUsage.Admission;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>What the server says to a step.</summary>
/// <param name="Status">The server's number, whose meaning depends on the step's kind.</param>
/// <param name="Line">The line that refuses, from 0.</param>
/// <param name="NowMicros">The server's clock.</param>
/// <param name="RetryAtMicros">When to ask again; 0 when that is not known.</param>
/// <param name="Balances">Where each line's counter stands; of a reservation, only those that exceed their limit.</param>
internal sealed record StepAnswer(
    short Status, int Line, long NowMicros, long RetryAtMicros, LedgerBalance[] Balances);
