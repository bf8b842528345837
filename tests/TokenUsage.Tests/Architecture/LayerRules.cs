using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TokenUsage.Tests.Architecture;

/// <summary>Compares the folder that declares a symbol with the folder that uses it: code only calls downhill.</summary>
internal sealed class LayerRules(LayerList layers, string core = "src/TokenUsage")
{
    /// <summary>Checks a compilation whose paths are relative to the core's folder.</summary>
    public IReadOnlyList<SourceFault> Check(CSharpCompilation compilation) =>
        compilation.SyntaxTrees
            .AsParallel()
            .AsOrdered()
            .Where(tree => tree.FilePath != CoreCompilation.ImplicitUsingsFile)
            .SelectMany(tree => CheckPlace(tree).Concat(CheckUses(compilation.GetSemanticModel(tree))))
            .AsSequential()
            .Distinct()
            .OrderBy(fault => fault.File, StringComparer.Ordinal)
            .ThenBy(fault => fault.Line)
            .ToArray();

    /// <summary>Finds the listed layers that no file belongs to.</summary>
    public IEnumerable<SourceFault> CheckEveryLayerExists(IEnumerable<string> files)
    {
        HashSet<string> folders = [.. files.Select(FolderOf)];
        return layers.Names
            .Where(name => !folders.Contains(name))
            .Select(name => new SourceFault(
                $"{core}/LAYERS",
                1,
                $"lists the layer {name}, but {core}/{name} holds no code. Take the line out, or write it."));
    }

    private IEnumerable<SourceFault> CheckPlace(SyntaxTree tree)
    {
        string folder = FolderOf(tree.FilePath);
        if (layers.RankOf(folder) >= 0) yield break;

        yield return new SourceFault($"{core}/{tree.FilePath}", 1, folder.Length == 0
            ? $"lies in no layer. Move it into a folder that {core}/LAYERS lists."
            : $"the folder {folder} is not listed in {core}/LAYERS. Add it there at its place, or move the file.");
    }

    private IEnumerable<SourceFault> CheckUses(SemanticModel model)
    {
        string file = model.SyntaxTree.FilePath;
        string user = FolderOf(file);
        var folders = new Dictionary<ISymbol, string?>(SymbolEqualityComparer.Default);
        SymbolUse[] uses = [.. SymbolUses.In(model).DistinctBy(use => (use.Symbol, LineOf(use)))];
        foreach (SymbolUse use in uses) folders.TryAdd(use.Symbol, FolderDeclaring(use.Symbol));

        HashSet<string> borrowed = [.. Foreign(folders).Select(space => space.ToDisplayString())];
        foreach (SymbolUse use in uses)
        {
            string? owner = use.Symbol is INamespaceSymbol space ? LayerOf(space, borrowed) : folders[use.Symbol];
            if (owner is null || owner == user || IsBelow(owner, user)) continue;

            yield return new SourceFault($"{core}/{file}", LineOf(use), Explain(use.Symbol, owner, user));
        }
    }

    private bool IsBelow(string owner, string user)
    {
        int above = layers.RankOf(user);
        return above >= 0 && layers.RankOf(owner) > above;
    }

    private string Explain(ISymbol symbol, string owner, string user)
    {
        string name = Declared(symbol).ToDisplayString();
        return layers.RankOf(owner) >= 0 && layers.RankOf(user) >= 0
            ? $"'{name}' belongs to {owner}, which lies above {user}. Move the code up, or let {owner} implement an "
                + $"interface that {user} declares."
            : $"'{name}' belongs to '{owner}' and is used in '{user}', but {core}/LAYERS does not list both.";
    }

    /// <summary>Gets the layer a using directive opens, or null for one that is not of the core.</summary>
    /// <remarks>
    /// The abstractions have namespaces of the same name (TokenUsage.Storage): opening one for a type of theirs is no
    /// use of the layer.
    /// </remarks>
    private string? LayerOf(INamespaceSymbol space, HashSet<string> borrowed)
    {
        string name = space.ToDisplayString();
        if (borrowed.Contains(name)) return null;

        string[] parts = name.Split('.');
        return parts.Length > 1 && parts[0] == "TokenUsage" && layers.RankOf(parts[1]) >= 0 ? parts[1] : null;
    }

    // The namespaces of everything used that no file of the core declares.
    private static HashSet<ISymbol> Foreign(Dictionary<ISymbol, string?> folders) =>
        folders.Where(pair => pair.Value is null && pair.Key is not INamespaceSymbol)
            .Select(pair => (ISymbol?)pair.Key.ContainingNamespace)
            .OfType<ISymbol>()
            .ToHashSet(SymbolEqualityComparer.Default);

    private static int LineOf(SymbolUse use) => use.Where.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Gets the folder of the file that declares the symbol or, for a member nobody wrote, its type.</summary>
    private static string? FolderDeclaring(ISymbol symbol)
    {
        ISymbol? declared = Declared(symbol);
        for (; declared is not null and not INamespaceSymbol; declared = declared.ContainingSymbol)
        {
            if (declared.DeclaringSyntaxReferences is [var source, ..]) return FolderOf(source.SyntaxTree.FilePath);
        }

        return null;
    }

    // An extension method called like an instance method stands for the static one it was made from.
    private static ISymbol Declared(ISymbol symbol) =>
        ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;

    private static string FolderOf(string file)
    {
        int slash = file.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : file[..slash];
    }
}
