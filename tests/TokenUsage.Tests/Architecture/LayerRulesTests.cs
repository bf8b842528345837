using Microsoft.CodeAnalysis.CSharp;

namespace TokenUsage.Tests.Architecture;

public sealed class LayerRulesTests
{
    private static readonly LayerRules Rules = new(LayerList.Parse("""
        # top first
        Hosting     entry points
        Capture     the write door
        Storage     keeps records
        """));

    // What the upper layers offer to whoever dares to use it.
    private static readonly (string Path, string Text)[] Upper =
    [
        ("Hosting/Door.cs", "namespace TokenUsage; public class Door { public static int Opened; }"),
        ("Hosting/Inner.cs", "namespace TokenUsage.Hosting; public class Inner;"),
        ("Capture/Tap.cs", """
            namespace TokenUsage.Capture;
            public class Tap
            {
                public static implicit operator int(Tap tap) => 0;
                public static Tap operator +(Tap left, int right) => left;
            }
            """),
        ("Capture/Drips.cs", """
            namespace System;
            public static class Drips
            {
                public static int Drip(this string text) => 0;
                public static void Add(this Queue<int> queue, int item) => queue.Enqueue(item);
                extension(string text) { public int Drops => 0; }
            }
            """),
        ("Capture/MarkAttribute.cs", "namespace System { public sealed class MarkAttribute : Attribute; }"),
    ];

    [Theory]
    [InlineData("using TokenUsage.Capture; namespace TokenUsage.Storage; class Shelf;", "TokenUsage.Capture")]
    [InlineData("using TokenUsage.Hosting; namespace TokenUsage.Storage; class Shelf;", "TokenUsage.Hosting")]
    [InlineData("using T = TokenUsage.Capture.Tap; namespace TokenUsage.Storage; class Shelf;", "TokenUsage.Capture.Tap")]
    [InlineData("using static TokenUsage.Capture.Tap; namespace TokenUsage.Storage; class Shelf;", "TokenUsage.Capture.Tap")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { TokenUsage.Capture.Tap? _tap; }", "TokenUsage.Capture.Tap")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { global::TokenUsage.Capture.Tap? _tap; }", "Capture.Tap")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { Capture.Tap? _tap; }", "TokenUsage.Capture.Tap")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { Door? _door; }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { int Count() => Door.Opened; }", "TokenUsage.Door.Opened")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { List<Door[]>? _doors; }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { string Name() => nameof(Door); }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { object Key() => typeof(Door); }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { bool Is(object o) => o is Door; }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { void Put<T>() where T : Door { } }", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf : Door;", "TokenUsage.Door")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { int Count() => \"x\".Drip(); }", "Drip(string)")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { int Count() => \"x\".Drops; }", "Drops")]
    [InlineData("namespace TokenUsage.Storage; class Shelf { Queue<int> _all = new() { 1 }; }", "Drips.Add")]
    [InlineData("namespace TokenUsage.Storage; [Mark] class Shelf;", "System.MarkAttribute")]
    public void A_use_of_an_upper_layer_is_reported_with_file_line_symbol_and_both_layers(string source, string symbol)
    {
        SourceFault fault = Check(("Storage/Shelf.cs", source))[0];

        fault.File.Should().Be("src/TokenUsage/Storage/Shelf.cs");
        fault.Line.Should().Be(1);
        fault.Problem.Should().Contain(symbol).And.MatchRegex("belongs to (Capture|Hosting), which lies above Storage");
    }

    [Theory]
    [InlineData("var tap = Stock.Take();")]
    [InlineData("foreach (var tap in Stock.All()) { }")]
    [InlineData("if (Stock.Try(out var tap)) { }")]
    [InlineData("int drops = Stock.Take();")]
    [InlineData("Stock.Each(tap => { });")]
    [InlineData("_ = from tap in Stock.All() select 1;")]
    public void A_type_of_an_upper_layer_is_found_where_nobody_names_it(string statement)
    {
        // Stock itself breaks the rule; what counts here is the second file, which never writes the type's name.
        IReadOnlyList<SourceFault> faults = Check(
            ("Storage/Stock.cs", """
                namespace TokenUsage.Storage;
                static class Stock
                {
                    public static Capture.Tap Take() => new();
                    public static Capture.Tap[] All() => [];
                    public static bool Try(out Capture.Tap tap) { tap = new(); return true; }
                    public static void Each(Action<Capture.Tap> action) => action(new());
                }
                """),
            ("Storage/Shelf.cs", $"namespace TokenUsage.Storage;\nclass Shelf {{ void Fill() {{\n{statement} }} }}"));

        faults.Should().Contain(fault => fault.File.EndsWith("Shelf.cs") && fault.Line == 3);
    }

    [Fact]
    public void A_use_that_runs_downhill_or_stays_in_its_layer_passes() =>
        Check(
            ("Storage/Shelf.cs", "namespace TokenUsage.Storage; class Shelf { public Shelf? Next; }"),
            ("Capture/Reach.cs", """
                using TokenUsage.Storage;
                namespace TokenUsage.Capture;
                class Reach { int Count() { var shelf = new Shelf(); _ = shelf.Next; return new Tap() + 1; } }
                """))
            .Should().BeEmpty();

    [Fact]
    public void A_namespace_the_abstractions_share_with_an_upper_layer_may_be_opened_for_their_types() =>
        Of("Providers\nStorage\n", ("Storage/Shelf.cs", """
            using TokenUsage.Providers;
            namespace TokenUsage.Storage;
            class Shelf { IUsageReader? _reader; }
            """))
            .Should().BeEmpty();

    [Fact]
    public void A_shared_namespace_opened_for_nothing_of_the_abstractions_is_reported() =>
        Of("Providers\nStorage\n", ("Storage/Shelf.cs", """
            using TokenUsage.Providers;
            namespace TokenUsage.Storage;
            class Shelf;
            """))
            .Should().ContainSingle().Which.Problem.Should().Contain("TokenUsage.Providers");

    [Fact]
    public void A_reference_in_a_documentation_comment_is_no_use() =>
        Check(("Storage/Shelf.cs", """
            namespace TokenUsage.Storage;
            /// <summary>Opened by the <see cref="Door"/>.</summary>
            class Shelf;
            """))
            .Should().BeEmpty();

    [Fact]
    public void A_folder_that_is_not_listed_is_reported() =>
        Check(("Extras/Thing.cs", "namespace TokenUsage.Extras; class Thing;"))
            .Should().ContainSingle().Which.ToString().Should()
            .Be("src/TokenUsage/Extras/Thing.cs(1): the folder Extras is not listed in src/TokenUsage/LAYERS. "
                + "Add it there at its place, or move the file.");

    [Fact]
    public void A_use_between_two_unlisted_folders_is_reported() =>
        Check(
            ("Extras/Thing.cs", "namespace TokenUsage.Extras; class Thing;"),
            ("More/Other.cs", "namespace TokenUsage.More; class Other { Extras.Thing? _thing; }"))
            .Should().Contain(fault => fault.File.EndsWith("Other.cs") && fault.Problem.Contains("used in 'More'"));

    [Fact]
    public void A_file_beside_the_layers_is_reported() =>
        Check(("Loose.cs", "namespace TokenUsage; class Loose;"))
            .Should().ContainSingle().Which.Problem.Should().StartWith("lies in no layer");

    [Fact]
    public void A_listed_layer_without_code_is_reported() =>
        Rules.CheckEveryLayerExists(["Hosting/Door.cs", "Storage/Shelf.cs"])
            .Should().ContainSingle().Which.Problem.Should().Contain("lists the layer Capture");

    private static IReadOnlyList<SourceFault> Check(params (string Path, string Text)[] sources) =>
        Check(Rules, [.. Upper, .. sources]);

    private static IReadOnlyList<SourceFault> Of(string layers, params (string Path, string Text)[] sources) =>
        Check(new LayerRules(LayerList.Parse(layers)), sources);

    private static IReadOnlyList<SourceFault> Check(LayerRules rules, (string Path, string Text)[] sources)
    {
        CSharpCompilation compilation = CoreCompilation.Of(sources);
        SourceFault.AssertNone(CoreCompilation.Errors(compilation)); // a source that does not compile proves nothing
        return rules.Check(compilation);
    }
}
