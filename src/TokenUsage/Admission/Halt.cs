namespace TokenUsage.Admission;

/// <summary>An emergency stop that holds.</summary>
internal sealed record Halt(HaltScope Scope, string Reason)
{
    public bool Covers(in AdmissionRequest call) => Scope.Dimension is not { } dimension
        || string.Equals(call.ValueOf(dimension), Scope.Value, StringComparison.Ordinal);
}
