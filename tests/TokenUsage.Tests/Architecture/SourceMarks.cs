using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenUsage.Tests.Architecture;

/// <summary>Traces of work that is not finished, and switched-off rules that do not say why.</summary>
internal static partial class SourceMarks
{
    public static IEnumerable<SourceFault> Check(string file, SyntaxNode root)
    {
        SourceFault Fault(Location place, string problem) =>
            new(file, place.GetLineSpan().StartLinePosition.Line + 1, problem);

        foreach (SyntaxTrivia trivia in root.DescendantTrivia().Where(trivia => IsComment(trivia.Kind())))
        {
            Match mark = Unfinished().Match(trivia.ToFullString());
            if (mark.Success) yield return Fault(trivia.GetLocation(), $"{mark.Value}: finish it, or open an issue.");
        }

        foreach (SyntaxTrivia trivia in root.DescendantTrivia().Where(trivia => trivia.IsDirective))
        {
            if (trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
                yield return Fault(trivia.GetLocation(), "a region hides code. Split the file instead.");

            if (IsUnexplained(trivia))
                yield return Fault(trivia.GetLocation(), "a pragma without its reason: say why behind it.");
        }

        foreach (IdentifierNameSyntax name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == "NotImplementedException")
                yield return Fault(name.GetLocation(), "NotImplementedException: write it, or leave the member out.");
        }

        foreach (AttributeSyntax attribute in root.DescendantNodes().OfType<AttributeSyntax>().Where(IsUnjustified))
            yield return Fault(attribute.GetLocation(), "a suppressed message without Justification: say why.");
    }

    private static bool IsComment(SyntaxKind kind) => kind is SyntaxKind.SingleLineCommentTrivia
        or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia
        or SyntaxKind.MultiLineDocumentationCommentTrivia;

    // The reason stands on the line of the pragma. Restoring needs none.
    private static bool IsUnexplained(SyntaxTrivia trivia) =>
        trivia.GetStructure() is PragmaWarningDirectiveTriviaSyntax pragma
        && pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)
        && !pragma.ToFullString().Contains("//", StringComparison.Ordinal);

    private static bool IsUnjustified(AttributeSyntax attribute) =>
        attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
        && attribute.ArgumentList?.ToString().Contains("Justification", StringComparison.Ordinal) != true;

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();
}
