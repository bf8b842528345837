namespace TokenUsage.Tests.Architecture;

/// <summary>A place in the tree that breaks a rule, in the form an editor can jump to.</summary>
internal sealed record SourceFault(string File, int Line, string Problem)
{
    public override string ToString() => $"{File}({Line}): {Problem}";

    /// <summary>Fails the test with one line for each fault; a collection assertion would bury them in its own prose.</summary>
    public static void AssertNone(IEnumerable<SourceFault> faults)
    {
        string[] lines = [.. faults.Select(fault => fault.ToString())];
        if (lines.Length > 0) Assert.Fail(string.Join('\n', lines));
    }
}
