namespace TokenUsage.Cosmos.Documents;

/// <summary>One correction of a record's cost, as the record keeps it.</summary>
/// <param name="Batch">The batch whose sums hold the difference.</param>
/// <param name="Before">The cost that it replaced.</param>
/// <param name="After">The cost that it put there.</param>
internal sealed record CostChange(string Batch, Cost Before, Cost After);
