namespace TokenUsage.Tests.Architecture;

/// <summary>The source tree that this assembly was built from.</summary>
internal static class Repository
{
    // Searched upwards and not taken from [CallerFilePath]: a deterministic build maps that path to "/_/".
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    /// <summary>The files below the folders, with paths relative to the root and forward slashes, in ordinal order.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !IsBuilt(file))
            .Order(StringComparer.Ordinal);

    private static bool IsBuilt(string file) =>
        file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules");

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TokenUsage.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No TokenUsage.sln above '{start}': these tests read the source tree, so run them from a clone.");
    }
}
