namespace TokenUsage.Tests.Architecture;

/// <summary>The marked parts of a sample that documents may show: from "// snippet: name" to "// end-snippet".</summary>
internal static class SampleSnippets
{
    private const string Opening = "// snippet:";
    private const string Closing = "// end-snippet";

    public static IEnumerable<CodeBlock> Read(string file, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int? start = null;
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].Trim();
            if (line.StartsWith(Opening, StringComparison.Ordinal))
            {
                if (start is not null) throw Misplaced(file, index, "a snippet begins inside another one");

                start = index + 1;
            }
            else if (line == Closing)
            {
                if (start is not { } first) throw Misplaced(file, index, "a snippet ends that never began");

                // The blank line that the house style wants between a block's end and the mark is not shown.
                int end = lines[index - 1].Length == 0 ? index - 1 : index;
                yield return CodeBlock.Of(file, first + 1, lines[first..end]);
                start = null;
            }
        }

        if (start is { } open) throw Misplaced(file, open - 1, "a snippet is never closed");
    }

    private static FormatException Misplaced(string file, int index, string what) =>
        new($"{file}({index + 1}): {what}. Mark it as '{Opening} name' … '{Closing}'.");
}
