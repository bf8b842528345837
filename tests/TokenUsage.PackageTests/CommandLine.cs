using System.Diagnostics;

namespace TokenUsage.PackageTests;

/// <summary>Runs programs in a folder, with variables of their own.</summary>
internal sealed class CommandLine(string folder, params (string Name, string Value)[] environment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build server left behind would hold the pipes open, and this process would wait for it.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in environment) start.Environment[name] = value;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
            string output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            TimeSpan duration = Stopwatch.GetElapsedTime(started);
            string command = string.Join(' ', arguments.Prepend(Path.GetFileName(program)));
            return new CommandResult(command, process.ExitCode, output + await errors, duration);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
