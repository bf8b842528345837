namespace TokenUsage.PackageTests;

/// <summary>Uses the packed files the way a stranger does: in a folder of its own, with an empty package cache.</summary>
public sealed class PackageUseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenusage-consumer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_project_installs_the_packages_and_runs_the_quick_start()
    {
        CommandLine shell = await PackedSource.PrepareAsync(_folder);
        foreach (string file in Directory.EnumerateFiles(SourceTree.Find("tests/TokenUsage.PackageTests/Consumer")))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));

        await BuildAsync(shell);
        CommandResult run = await shell.RunAsync("dotnet", "bin/Consumer.dll");

        run.Succeeded().Output.Should().Contain("alice").And.Contain("15 tokens");
    }

    private static async Task BuildAsync(CommandLine shell)
    {
        CommandResult build = await shell.RunAsync(
            "dotnet", "build", "-o", "bin", "-nologo", $"-p:TokenUsageVersion={PackedFiles.Version}");
        build.Succeeded();
    }
}
