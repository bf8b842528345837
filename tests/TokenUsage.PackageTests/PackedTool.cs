namespace TokenUsage.PackageTests;

/// <summary>The command line, installed out of the packed files.</summary>
internal static class PackedTool
{
    /// <summary>Installs it into a folder. Skips the test where nothing is packed.</summary>
    /// <returns>The path of the program.</returns>
    public static async Task<string> InstallAsync(DirectoryInfo folder)
    {
        CommandLine shell = await PackedSource.PrepareAsync(folder);
        CommandResult install = await shell.RunAsync(
            "dotnet", "tool", "install", "TokenUsage.Cli", "--tool-path", "tools", "--version", PackedFiles.Version);
        install.Succeeded();
        return Path.Combine(folder.FullName, "tools", "token-usage");
    }
}
