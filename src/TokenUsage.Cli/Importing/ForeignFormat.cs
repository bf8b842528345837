namespace TokenUsage.Cli.Importing;

/// <summary>What other tools write.</summary>
internal enum ForeignFormat
{
    Har,
    LiteLlm,
    SessionLog,
}
