namespace TokenUsage.PackageTests;

/// <summary>The packed files under test, which .ci/run names in TOKENUSAGE_PACKAGES.</summary>
internal static class PackedFiles
{
    public const string Variable = "TOKENUSAGE_PACKAGES";

    /// <summary>Gets the packages of the product: the one list to extend when another is added.</summary>
    public static TheoryData<string> Names { get; } =
    [
        "TokenUsage.Abstractions", "TokenUsage", "TokenUsage.AspNetCore", "TokenUsage.Cosmos", "TokenUsage.Email",
        "TokenUsage.PostgreSql", "TokenUsage.Redis", "TokenUsage.Reports", "TokenUsage.Sqlite",
        "TokenUsage.Testing", "TokenUsage.Tokenizers", "TokenUsage.Cli",
    ];

    public static string Folder => FolderIn(Variable);

    /// <summary>Gets the packages of a second run over the same commit.</summary>
    public static string SecondFolder => FolderIn(Variable + "_AGAIN");

    /// <summary>Gets the version all packages share.</summary>
    public static string Version
    {
        get
        {
            const string First = "TokenUsage.Abstractions.";
            string file = Directory.EnumerateFiles(Folder, First + "*.nupkg").Should().ContainSingle().Subject;
            return Path.GetFileNameWithoutExtension(file)[First.Length..];
        }
    }

    public static string PathOf(string package, string extension = ".nupkg") =>
        Path.Combine(Folder, $"{package}.{Version}{extension}");

    private static string FolderIn(string variable)
    {
        string? folder = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{variable} is not set: .ci/run packs, then runs these tests.");
        return folder;
    }
}
