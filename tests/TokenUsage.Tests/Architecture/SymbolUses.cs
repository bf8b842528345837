using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenUsage.Tests.Architecture;

/// <summary>Finds every symbol a file depends on: what it names, and what the compiler binds without a name.</summary>
/// <remarks>
/// Types that are inferred, converted to, iterated, awaited or taken apart count like names. Documentation comments
/// do not: a reference in one compiles to nothing.
/// </remarks>
internal static class SymbolUses
{
    public static IEnumerable<SymbolUse> In(SemanticModel model) =>
        from node in model.SyntaxTree.GetRoot().DescendantNodes()
        where !IsSaidElsewhere(node)
        from symbol in SymbolsOf(model, node).Concat(TypesOf(model, node).SelectMany(Parts))
        select new SymbolUse(node, symbol);

    // Asking the model costs more than all the rest, so nodes are passed over that their parent or children speak for.
    private static bool IsSaidElsewhere(SyntaxNode node) => node switch
    {
        PredefinedTypeSyntax or ThisExpressionSyntax or ParenthesizedExpressionSyntax => true,
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } => access.Name == node,
        _ => false,
    };

    private static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        IEnumerable<ISymbol?> found = node switch
        {
            UsingDirectiveSyntax directive => Resolved(model.GetSymbolInfo(directive.NamespaceOrType)),
            ForEachStatementSyntax loop => ForEach(model.GetForEachStatementInfo(loop)),
            ForEachVariableStatementSyntax loop => ForEach(model.GetForEachStatementInfo(loop))
                .Concat(Deconstruction(model.GetDeconstructionInfo(loop))),
            QueryClauseSyntax clause => Query(model.GetQueryClauseInfo(clause)),
            AwaitExpressionSyntax await => Await(model.GetAwaitExpressionInfo(await)).Concat(Expression(model, await)),
            AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax } assignment =>
                Deconstruction(model.GetDeconstructionInfo(assignment)),
            ExpressionSyntax expression => Expression(model, expression),
            AttributeSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax
                or SelectOrGroupClauseSyntax or OrderingSyntax => Resolved(model.GetSymbolInfo(node)),
            _ => [],
        };
        return found.OfType<ISymbol>().Where(symbol => symbol is not INamespaceSymbol || node is UsingDirectiveSyntax);
    }

    private static IEnumerable<ITypeSymbol> TypesOf(SemanticModel model, SyntaxNode node)
    {
        IEnumerable<ITypeSymbol?> found = node switch
        {
            ExpressionSyntax expression => Types(model, expression),
            VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ParameterSyntax or ForEachStatementSyntax
                or FromClauseSyntax or LetClauseSyntax => [TypeOf(model.GetDeclaredSymbol(node))],
            _ => [],
        };
        return found.OfType<ITypeSymbol>();
    }

    private static IEnumerable<ISymbol?> Expression(SemanticModel model, ExpressionSyntax expression)
    {
        // The symbol of a call is the one of the name that is called.
        IEnumerable<ISymbol?> found = expression is InvocationExpressionSyntax
            ? []
            : Resolved(model.GetSymbolInfo(expression));
        return expression.Parent is InitializerExpressionSyntax initializer
            && initializer.IsKind(SyntaxKind.CollectionInitializerExpression)
            ? found.Concat(Resolved(model.GetCollectionInitializerSymbolInfo(expression)))
            : found;
    }

    // Candidates too: a method group in nameof, or an overload that only the generated code would settle.
    private static IEnumerable<ISymbol?> Resolved(SymbolInfo info) =>
        (info.Symbol is null ? info.CandidateSymbols.AsEnumerable() : [info.Symbol]).SelectMany(symbol =>
            symbol is IMethodSymbol method ? method.TypeArguments.SelectMany(Parts).Append(symbol) : [symbol]);

    private static IEnumerable<ISymbol?> ForEach(ForEachStatementInfo info) =>
        [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.DisposeMethod];

    private static IEnumerable<ISymbol?> Await(AwaitExpressionInfo info) =>
        [info.GetAwaiterMethod, info.IsCompletedProperty, info.GetResultMethod];

    private static IEnumerable<ISymbol?> Query(QueryClauseInfo info) =>
        Resolved(info.CastInfo).Concat(Resolved(info.OperationInfo));

    private static IEnumerable<ISymbol?> Deconstruction(DeconstructionInfo info) =>
        info.Nested.SelectMany(Deconstruction).Append(info.Method);

    private static IEnumerable<ITypeSymbol?> Types(SemanticModel model, ExpressionSyntax expression)
    {
        TypeInfo info = model.GetTypeInfo(expression);
        if (SymbolEqualityComparer.Default.Equals(info.Type, info.ConvertedType)) return [info.Type];

        return [info.Type, info.ConvertedType, model.GetConversion(expression).MethodSymbol?.ContainingType];
    }

    private static ITypeSymbol? TypeOf(ISymbol? declared) => declared switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        IPointerTypeSymbol pointer => Parts(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Append(named),
        _ => [],
    };
}
