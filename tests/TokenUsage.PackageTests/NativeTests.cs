using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenUsage.PackageTests;

public sealed class NativeTests
{
    [Fact]
    public async Task A_program_compiled_ahead_of_time_builds_without_a_warning_and_runs()
    {
        _ = PackedFiles.Folder; // skips outside .ci/run, like the rest
        string root = SourceTree.Find(".");
        string target = Path.Combine(root, "artifacts", "native");
        var shell = new CommandLine(root);

        CommandResult publish = await shell.RunAsync(
            "dotnet", "publish", "tests/TokenUsage.AotSmoke", "-p:PublishAot=true", "-c", "Release",
            "-r", RuntimeInformation.RuntimeIdentifier, "-o", target, "-nologo");
        publish.Succeeded().Output.Should().NotContainAny("warning IL", "warning CS", "warning NU");

        string program = Path.Combine(target, "TokenUsage.AotSmoke");
        CommandResult run = await FastestAsync(shell, program);
        run.Succeeded().Output.Should().Contain("alice: 15 tokens");
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"native: {new FileInfo(program).Length / 1e6:0.0} MB, runs in {run.Duration.TotalMilliseconds:0} ms");
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
    }

    // The first run reads the file from disk; what a service pays at each start is closer to the best of a few.
    private static async Task<CommandResult> FastestAsync(CommandLine shell, string program)
    {
        CommandResult? fastest = null;
        for (int run = 0; run < 5; run++)
        {
            CommandResult result = await shell.RunAsync(program);
            if (fastest is null || result.ExitCode != 0 || result.Duration < fastest.Duration) fastest = result;
        }

        return fastest!;
    }
}
