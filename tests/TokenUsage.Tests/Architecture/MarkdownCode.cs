namespace TokenUsage.Tests.Architecture;

/// <summary>The C# that a Markdown page shows.</summary>
internal static class MarkdownCode
{
    private static readonly string[] Languages = ["csharp", "cs", "c#"];

    /// <summary>Reads the blocks fenced as csharp (or cs, c#), also those indented under a list.</summary>
    public static IEnumerable<CodeBlock> Blocks(string file, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int start = 0; start < lines.Length; start++)
        {
            string opening = lines[start].TrimStart();
            if (!opening.StartsWith("```", StringComparison.Ordinal)) continue;

            string fence = opening[..^opening.TrimStart('`').Length];
            int end = Array.FindIndex(lines, start + 1, line => line.Trim() == fence);
            if (end < 0) throw new FormatException($"{file}({start + 1}): the code block is never closed.");

            string language = opening[fence.Length..].Split(' ', '{')[0];
            if (Languages.Contains(language, StringComparer.OrdinalIgnoreCase))
                yield return CodeBlock.Of(file, start + 2, lines[(start + 1)..end]);

            start = end;
        }
    }
}
