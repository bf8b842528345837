using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenUsage.Tests.Architecture;

/// <summary>The size and the outward form of a source file: what a reader meets before the first statement.</summary>
internal sealed class SourceShape
{
    public const int MaxFileLines = 300;
    public const int MaxMethodLines = 70;
    public const int MaxLineLength = 120;

    private static readonly string[] VagueEndings =
        ["Helper", "Helpers", "Manager", "Managers", "Util", "Utils", "Utility", "Utilities", "Impl"];

    private readonly string _file;
    private readonly SyntaxNode _root;
    private readonly MemberDeclarationSyntax[] _types;

    private SourceShape(string file, string text)
    {
        _file = file;
        _root = CSharpSyntaxTree.ParseText(text).GetRoot();
        _types = [.. _root.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsTopLevelType)];
    }

    public static IEnumerable<SourceFault> Check(string file, string text)
    {
        var shape = new SourceShape(file, text);
        return shape.CheckFileLength()
            .Concat(shape.CheckLineLength())
            .Concat(shape.CheckMethodLength())
            .Concat(shape.CheckOneType())
            .Concat(shape.CheckTypeNames())
            .Concat(shape.CheckUsings())
            .Concat(SourceMarks.Check(file, shape._root));
    }

    /// <summary>Counts the lines of a text; the end of the last line does not begin another one.</summary>
    public static int CountLines(string text) => text.AsSpan().TrimEnd().Count('\n') + 1;

    private IEnumerable<SourceFault> CheckFileLength()
    {
        int lines = CountLines(_root.ToFullString());
        if (lines > MaxFileLines) yield return Fault(1, $"has {lines} lines, {MaxFileLines} are allowed. Split it.");
    }

    private IEnumerable<SourceFault> CheckLineLength() =>
        from line in _root.GetText().Lines
        let text = line.ToString()
        where text.Length > MaxLineLength && !MayRunOn(text.AsSpan().TrimStart()) && !IsInRawString(line.Start)
        select Fault(line.LineNumber + 1, $"is {text.Length} characters wide, {MaxLineLength} are allowed.");

    private IEnumerable<SourceFault> CheckMethodLength() =>
        from node in _root.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null }
        let span = node.GetLocation().GetLineSpan().Span
        let lines = span.End.Line - span.Start.Line + 1
        where lines > MaxMethodLines
        select Fault(
            span.Start.Line + 1, $"a method of {lines} lines, {MaxMethodLines} are allowed. Give its steps names.");

    private IEnumerable<SourceFault> CheckOneType()
    {
        foreach (MemberDeclarationSyntax second in _types.Skip(1))
            yield return Fault(second, $"declares {NameOf(second)} too. One top-level type a file: give it its own.");

        // Foo.cs; Foo.Part.cs for a part of Foo. Types beside top-level statements have no place at all.
        if (_types is not [var only, ..]) yield break;

        string expected = NameOf(only);
        if (Path.GetFileName(_file).Split('.')[0] != expected)
            yield return Fault(only, $"declares {expected}, so call the file {expected}.cs.");
    }

    private IEnumerable<SourceFault> CheckTypeNames()
    {
        foreach (SyntaxNode type in _root.DescendantNodes().Where(IsType))
        {
            string name = NameOf((MemberDeclarationSyntax)type);
            string? vague = VagueEndings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal));
            if (vague is not null)
                yield return Fault(type, $"{name}: '{vague}' says nothing. Name the stage and the role.");

            if (name == "TokenUsage")
                yield return Fault(type, "TokenUsage is the namespace; a type of that name hides it.");
        }
    }

    private IEnumerable<SourceFault> CheckUsings() =>
        from directive in _root.DescendantNodes().OfType<UsingDirectiveSyntax>()
        where directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)
        let name = directive.NamespaceOrType.ToString().Replace("global::", "", StringComparison.Ordinal)
        where name.Split('.')[0] == "TokenUsage"
        select Fault(directive, "a global using of our own hides which layers a file stands on. Write it in the file.");

    // Prose in documentation, the rows of a theory and the data in a raw string: cutting them helps nobody.
    private static bool MayRunOn(ReadOnlySpan<char> line) => line.StartsWith("///") || line.StartsWith("[InlineData(");

    private bool IsInRawString(int position) => _root.FindToken(position).Kind()
        is SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    private static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    private static bool IsTopLevelType(SyntaxNode node) =>
        IsType(node) && node.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.ValueText,
        DelegateDeclarationSyntax named => named.Identifier.ValueText,
        _ => "",
    };

    private SourceFault Fault(int line, string problem) => new(_file, line, problem);

    private SourceFault Fault(SyntaxNode node, string problem) =>
        Fault(node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, problem);
}
