namespace TokenUsage.Cli.Imports;

/// <summary>What other tools write.</summary>
internal enum ForeignFormat
{
    Har,
    LiteLlm,
    SessionLog,
}
