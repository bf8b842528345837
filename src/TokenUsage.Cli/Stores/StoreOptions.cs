using System.CommandLine;

namespace TokenUsage.Cli.Stores;

/// <summary>The options that every command over a store has.</summary>
internal static class StoreOptions
{
    private const string EnvironmentName = "TOKENUSAGE_STORE";
    private const string UsualFile = "usage.db";

    public static Option<FileInfo> Store() => new("--store", "-s")
    {
        Description = $"The SQLite database. By default ${EnvironmentName}, or else {UsualFile}.",
        DefaultValueFactory = _ => new FileInfo(
            Environment.GetEnvironmentVariable(EnvironmentName) is { Length: > 0 } named ? named : UsualFile),
    };

    public static Option<bool> Json() => new("--json") { Description = "Answers in JSON." };
}
