using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenUsage.Tests.Architecture;

/// <summary>The core's sources as one compilation, so that names can be resolved the way the compiler resolves them.</summary>
/// <remarks>
/// Source generators do not run: finding theirs would tie the test to folders of the SDK. What they would have added is
/// therefore missing, and the errors which say so are left out; every other error fails the test, because a name that does
/// not resolve could hide a use that runs uphill.
/// </remarks>
internal static class CoreCompilation
{
    public const string ImplicitUsingsFile = "<implicit usings>";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithPreprocessorSymbols("NET", "NET10_0", "NET10_0_OR_GREATER")
        // Which symbol a name means does not depend on it, and it would more than double the time.
        .WithFeatures([new("run-nullable-analysis", "never")]);

    private static readonly Lazy<MetadataReference[]> References = new(ReadReferences);

    /// <summary>Compiles sources whose paths are relative to the core's folder.</summary>
    public static CSharpCompilation Of(IEnumerable<(string Path, string Text)> sources)
    {
        IEnumerable<SyntaxTree> trees = sources
            .Prepend((Path: ImplicitUsingsFile, Text: ImplicitUsings))
            .Select(source => CSharpSyntaxTree.ParseText(source.Text, ParseOptions, source.Path));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

        return CSharpCompilation.Create("TokenUsage", trees, References.Value, options);
    }

    public static IEnumerable<SourceFault> Errors(CSharpCompilation compilation) =>
        from diagnostic in compilation.GetDiagnostics()
        where diagnostic.Severity == DiagnosticSeverity.Error && !AwaitsGenerator(compilation, diagnostic)
        let start = diagnostic.Location.GetLineSpan()
        select new SourceFault(
            start.Path, start.StartLinePosition.Line + 1, $"{diagnostic.Id} {diagnostic.GetMessage(null)}");

    /// <summary>Tells the gaps a generator fills: bodies of partial members, and everything about a JSON context.</summary>
    private static bool AwaitsGenerator(CSharpCompilation compilation, Diagnostic diagnostic)
    {
        // A partial method, property or constructor without a body.
        if (diagnostic.Id is "CS8795" or "CS9248" or "CS9275") return true;
        if (diagnostic.Location.SourceTree is not { } tree) return false;

        SemanticModel model = compilation.GetSemanticModel(tree);
        SyntaxNode node = tree.GetRoot().FindNode(diagnostic.Location.SourceSpan);
        return node.AncestorsAndSelf().Take(4).Any(part => part switch
        {
            TypeDeclarationSyntax type => IsJsonContext(model.GetDeclaredSymbol(type)),
            MemberAccessExpressionSyntax access => IsJsonContext(model.GetTypeInfo(access.Expression).Type)
                || IsJsonContext(model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol),
            BaseObjectCreationExpressionSyntax creation => IsJsonContext(model.GetTypeInfo(creation).Type),
            _ => false,
        });
    }

    private static bool IsJsonContext(ITypeSymbol? type) => type?.BaseType?.Name == "JsonSerializerContext";

    // The runtime's own list: everything that the core is built against also runs in this process.
    private static MetadataReference[] ReadReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "TokenUsage.dll")
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();
}
