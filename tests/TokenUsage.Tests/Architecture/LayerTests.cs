using Microsoft.CodeAnalysis.CSharp;

namespace TokenUsage.Tests.Architecture;

public sealed class LayerTests
{
    private const string Core = "src/TokenUsage";

    private static readonly LayerRules Rules = new(LayerList.Parse(Repository.Read($"{Core}/LAYERS")));

    [Fact]
    public void Every_use_in_the_core_runs_downhill()
    {
        CSharpCompilation core = CoreCompilation.Of(Sources());

        SourceFault.AssertNone(CoreCompilation.Errors(core));
        SourceFault.AssertNone(Rules.Check(core));
    }

    [Fact]
    public void Every_listed_layer_exists()
    {
        string[] files = [.. Sources().Select(source => source.Path)];
        Assert.SkipUnless(
            files.Any(file => file.StartsWith("Hosting/", StringComparison.Ordinal)),
            "Hosting composes all layers; until it exists, layers are still to come.");

        SourceFault.AssertNone(Rules.CheckEveryLayerExists(files));
    }

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Repository.Files("*.cs", Core).Select(file => (file[(Core.Length + 1)..], Repository.Read(file)));
}
