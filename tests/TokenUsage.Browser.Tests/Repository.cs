namespace TokenUsage.Browser.Tests;

/// <summary>Files of the repository that tests read or write.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>Gets the accessibility checker's script, as <c>.ci/package-lock.json</c> pins it.</summary>
    public static async Task<string> ReadAxeAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Root, ".ci", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(path), "axe-core is not installed. Install it: npm ci --prefix .ci");
        return await File.ReadAllTextAsync(path, cancellationToken);
    }

    public static string Picture(string name)
    {
        string folder = Path.Combine(Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name + ".png");
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TokenUsage.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No repository lies above {AppContext.BaseDirectory}.");
    }
}
