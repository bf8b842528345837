namespace TokenUsage.PackageTests;

/// <summary>The clone that these tests were built in.</summary>
internal static class SourceTree
{
    /// <summary>Finds a folder of the clone by its path from the root.</summary>
    public static string Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (File.Exists(Path.Combine(folder.FullName, "TokenUsage.sln"))) return candidate;
        }

        throw new DirectoryNotFoundException(
            $"No TokenUsage.sln above '{AppContext.BaseDirectory}': run these tests from a clone.");
    }
}
