using Microsoft.CodeAnalysis;

namespace TokenUsage.Tests.Architecture;

/// <summary>A symbol that a piece of source depends on, named there or not.</summary>
internal readonly record struct SymbolUse(SyntaxNode Where, ISymbol Symbol);
