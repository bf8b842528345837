using System.Text.RegularExpressions;

namespace TokenUsage.PackageTests;

/// <summary>A folder that takes our packages from the packed files only, and everything else from where the machine takes it.</summary>
internal static partial class PackedSource
{
    /// <summary>Prepares a folder, with a package cache of its own. Skips the test where nothing is packed.</summary>
    public static async Task<CommandLine> PrepareAsync(DirectoryInfo folder)
    {
        string packed = PackedFiles.Folder;
        var shell = new CommandLine(folder.FullName, ("NUGET_PACKAGES", Path.Combine(folder.FullName, "packages")));
        CommandResult listed = await shell.RunAsync("dotnet", "nuget", "list", "source");
        IEnumerable<string> others = EnabledSource().Matches(listed.Succeeded().Output).Select(match =>
            $"""<packageSource key="{match.Groups["name"]}"><package pattern="*" /></packageSource>""");

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packed}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="packed">
                  <package pattern="TokenUsage" />
                  <package pattern="TokenUsage.*" />
                </packageSource>
                {string.Join('\n', others)}
              </packageSourceMapping>
            </configuration>
            """);
        return shell;
    }

    // "  1.  main [Enabled]"
    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+?) \[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
