namespace TokenUsage.PackageTests.Documentation;

/// <summary>A line that a document tells its reader to type.</summary>
internal sealed record DocumentedCommand(string File, int Line, string Text)
{
    private const string Tool = "token-usage ";
    private const string Fence = "```";

    /// <summary>Finds the tool's commands in all documents, in the order in which a reader would come upon them.</summary>
    public static IEnumerable<DocumentedCommand> All()
    {
        string root = SourceTree.Find(".");
        IEnumerable<string> files = Directory
            .EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(root, "README.md"));
        return files.SelectMany(file => In(file, Path.GetRelativePath(root, file)));
    }

    public override string ToString() => $"{File}({Line}): {Text}";

    private static IEnumerable<DocumentedCommand> In(string file, string name)
    {
        bool isCode = false;
        int number = 0;
        foreach (string line in System.IO.File.ReadLines(file))
        {
            number++;
            if (line.StartsWith(Fence, StringComparison.Ordinal)) isCode = !isCode;
            else if (isCode && line.StartsWith(Tool, StringComparison.Ordinal))
                yield return new DocumentedCommand(name, number, line);
        }
    }
}
