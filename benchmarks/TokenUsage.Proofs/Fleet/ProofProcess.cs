using System.Diagnostics;

namespace TokenUsage.Proofs.Fleet;

/// <summary>Starts this program again, as one of the processes of a proof.</summary>
internal static class ProofProcess
{
    public static Process Start(params IEnumerable<string> words)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardInput = true };
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        if (isHosted) start.ArgumentList.Add(typeof(ProofProcess).Assembly.Location);
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    /// <summary>Waits for the processes and returns the last line of each.</summary>
    public static async Task<string[]> LastLinesAsync(IReadOnlyList<Process> processes)
    {
        string[] outputs = await Task.WhenAll(processes.Select(p => p.StandardOutput.ReadToEndAsync()));
        foreach (Process process in processes)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"A process ended with {process.ExitCode}.");
        }

        return [.. outputs.Select(o => o.TrimEnd().Split('\n')[^1])];
    }
}
