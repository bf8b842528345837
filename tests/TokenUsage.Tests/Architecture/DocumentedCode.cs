namespace TokenUsage.Tests.Architecture;

/// <summary>Compares the code that documents show with the code that is compiled.</summary>
internal static class DocumentedCode
{
    public static IEnumerable<SourceFault> Check(IEnumerable<CodeBlock> shown, CodeBlock[] compiled) =>
        from block in shown
        where !compiled.Any(block.HasCodeOf)
        select Explain(block, compiled.MaxBy(snippet => snippet.Lines.Intersect(block.Lines).Count(IsTelling)));

    private static SourceFault Explain(CodeBlock block, CodeBlock? nearest)
    {
        if (nearest?.Lines.Intersect(block.Lines).Any(IsTelling) != true)
        {
            return new SourceFault(
                block.File,
                block.Line,
                "no sample compiles this code. Write it in samples/, between '// snippet: name' and '// end-snippet'.");
        }

        int same = block.Lines.Zip(nearest.Lines).TakeWhile(pair => pair.First == pair.Second).Count();
        return new SourceFault(
            block.File,
            block.Line + same,
            $"differs from {nearest.File}({nearest.Line + same}). Here: '{LineAt(block, same)}'; compiled: "
            + $"'{LineAt(nearest, same)}'. Copy the sample's lines, or change the sample.");
    }

    // A brace or an empty line in common does not make two pieces of code the same one.
    private static bool IsTelling(string line) => line.Any(char.IsLetter);

    private static string LineAt(CodeBlock block, int index) =>
        index < block.Lines.Count ? block.Lines[index].Trim() : "(the end)";
}
