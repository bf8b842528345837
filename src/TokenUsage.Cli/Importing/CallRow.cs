namespace TokenUsage.Cli.Importing;

/// <summary>What became of one entry of a foreign log: a call, or why it is none.</summary>
internal readonly record struct CallRow(string Place, ImportedCall? Call, string? Fault)
{
    /// <summary>Gets whether the entry is of a kind that is no call at all, and nothing to complain of.</summary>
    public bool IsOther => Call is null && Fault is null;
}
