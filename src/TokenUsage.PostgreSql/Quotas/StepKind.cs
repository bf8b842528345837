namespace TokenUsage.PostgreSql.Quotas;

/// <summary>What a step does, with the server's numbers.</summary>
internal enum StepKind : short
{
    Reserve = 0,
    Settle = 1,
    Release = 2,
}
