using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Names;

/// <summary>A way to read a model's name.</summary>
/// <remarks><c>How</c>: what was done to the name, for the reader of a record; empty when nothing was.</remarks>
internal readonly record struct NameCandidate(string Name, string How, CostFlags Flags);
