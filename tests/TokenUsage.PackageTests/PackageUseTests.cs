using System.Text.RegularExpressions;

namespace TokenUsage.PackageTests;

/// <summary>Uses the packed files the way a stranger does: in a folder of its own, with an empty package cache.</summary>
public sealed partial class PackageUseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenusage-consumer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_project_installs_the_packages_and_runs_the_quick_start()
    {
        CommandLine shell = await PrepareAsync();
        foreach (string file in Directory.EnumerateFiles(SourceTree.Find("tests/TokenUsage.PackageTests/Consumer")))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));

        await BuildAsync(shell);
        CommandResult run = await shell.RunAsync("dotnet", "bin/Consumer.dll");

        run.Succeeded().Output.Should().Contain("alice").And.Contain("15 tokens");
    }

    [Fact]
    public async Task The_command_line_installs_as_a_tool_and_explains_itself()
    {
        CommandLine shell = await PrepareAsync();

        CommandResult install = await shell.RunAsync(
            "dotnet", "tool", "install", "TokenUsage.Cli", "--tool-path", "tools", "--version", PackedFiles.Version);
        install.Succeeded();
        CommandResult help = await shell.RunAsync(Path.Combine(_folder.FullName, "tools", "token-usage"), "--help");

        help.Succeeded().Output.Should().Contain("token-usage");
    }

    private static async Task BuildAsync(CommandLine shell)
    {
        CommandResult build = await shell.RunAsync(
            "dotnet", "build", "-o", "bin", "-nologo", $"-p:TokenUsageVersion={PackedFiles.Version}");
        build.Succeeded();
    }

    /// <summary>Takes our packages from the packed files only, and everything else from where the machine takes it.</summary>
    private async Task<CommandLine> PrepareAsync()
    {
        string packed = PackedFiles.Folder;
        var shell = new CommandLine(_folder.FullName, ("NUGET_PACKAGES", Path.Combine(_folder.FullName, "packages")));
        CommandResult listed = await shell.RunAsync("dotnet", "nuget", "list", "source");
        IEnumerable<string> others = EnabledSource().Matches(listed.Succeeded().Output).Select(match =>
            $"""<packageSource key="{match.Groups["name"]}"><package pattern="*" /></packageSource>""");

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), $"""
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

    // "  1.  nuget.org [Enabled]"
    [GeneratedRegex(@"^\s*\d+\.\s+(?<name>.+?) \[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
