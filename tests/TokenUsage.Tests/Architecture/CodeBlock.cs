namespace TokenUsage.Tests.Architecture;

/// <summary>Some lines of C# and where they stand, without their common indentation.</summary>
internal sealed record CodeBlock(string File, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>Makes a block of the lines, <paramref name="line"/> being the number of the first.</summary>
    public static CodeBlock Of(string file, int line, IEnumerable<string> lines)
    {
        string[] trimmed = [.. lines.Select(text => text.TrimEnd())];
        int indentation = trimmed.Where(text => text.Length > 0)
            .Select(text => text.Length - text.TrimStart().Length)
            .DefaultIfEmpty()
            .Min();
        string[] dedented = [.. trimmed.Select(text => text.Length > 0 ? text[indentation..] : text)];
        return new CodeBlock(file, line, dedented);
    }

    public bool HasCodeOf(CodeBlock other) => Lines.SequenceEqual(other.Lines, StringComparer.Ordinal);
}
