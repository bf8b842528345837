using System.Diagnostics;
using System.Text.Json;

namespace TokenUsage.Cli.Tests.Importing;

/// <summary>The npm tool ccusage, which sums up the same session logs: an opinion that is not ours.</summary>
internal static class CcusageTool
{
    public const string Missing = "ccusage is not installed: npm ci --prefix .ci";

    /// <summary>Gets the program; <see langword="null"/> when it is not installed.</summary>
    public static string? Program { get; } = Find();

    /// <summary>Sums up the logs below a folder that has <c>projects</c> in it.</summary>
    public static async Task<JsonElement> TotalsOfAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program!, ["daily", "--json", "--offline", "--timezone", "UTC"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CLAUDE_CONFIG_DIR"] = folder;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, await error);
        return JsonDocument.Parse(output).RootElement.GetProperty("totals").Clone();
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string program = Path.Combine(folder.FullName, ".ci", "node_modules", ".bin", "ccusage");
            if (File.Exists(program)) return program;
        }

        return null;
    }
}
