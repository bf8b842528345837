using System.Diagnostics;

namespace TokenUsage.Proofs.Recording;

/// <summary>Starts this program again.</summary>
internal static class ProofProcess
{
    public static Process Start(params IReadOnlyList<string> words)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardInput = true };

        // Collecting counts for a second compilation costs a child that lives for milliseconds, and gives it nothing.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        if (isHosted) start.ArgumentList.Add(typeof(ProofProcess).Assembly.Location);
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }
}
