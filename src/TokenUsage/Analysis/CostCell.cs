namespace TokenUsage.Analysis;

/// <summary>One row of a table of costs: what a part of a group was called, consumed and cost.</summary>
/// <param name="Group">What the change is explained by, such as a feature.</param>
/// <param name="Part">What a group chooses between, such as models.</param>
/// <param name="Calls">How often.</param>
/// <param name="Tokens">How much altogether.</param>
/// <param name="Cost">For how much altogether.</param>
internal readonly record struct CostCell(string Group, string Part, long Calls, long Tokens, decimal Cost);
