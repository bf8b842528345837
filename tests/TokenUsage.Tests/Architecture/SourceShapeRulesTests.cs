namespace TokenUsage.Tests.Architecture;

public sealed class SourceShapeRulesTests
{
    private static readonly string ManyLines = string.Concat(Enumerable.Repeat("// .\n", 400));

    [Theory]
    [InlineData("class Shelf;\nclass Other;", 2, "declares Other too")]
    [InlineData("class Shelf;\nfile class Other;", 2, "declares Other too")]
    [InlineData("namespace A { class Shelf; }\nnamespace B { delegate void Other(); }", 2, "declares Other too")]
    [InlineData("class Other;", 1, "call the file Other.cs")]
    [InlineData("class Shelf { class PriceHelper; }", 1, "'Helper' says nothing")]
    [InlineData("class Shelf { interface IQueueManager; }", 1, "'Manager' says nothing")]
    [InlineData("class Shelf { class TokenUsage; }", 1, "hides it")]
    [InlineData("class Shelf\n{\n#region All\n#endregion\n}", 3, "a region")]
    [InlineData("class Shelf; // TODO more", 1, "TODO: finish it")]
    [InlineData("/// <summary>FIXME</summary>\nclass Shelf;", 1, "FIXME: finish it")]
    [InlineData("class Shelf\n{\n    /* HACK */\n}", 3, "HACK: finish it")]
    [InlineData("class Shelf { void Fill() => throw new NotImplementedException(); }", 1, "NotImplementedException")]
    [InlineData("#pragma warning disable CA1000\nclass Shelf;", 1, "a pragma without its reason")]
    [InlineData("[SuppressMessage(\"A\", \"B\")] class Shelf;", 1, "without Justification")]
    [InlineData("global using TokenUsage.Storage;\nclass Shelf;", 1, "a global using")]
    [InlineData("global using static global::TokenUsage.Dimension;\nclass Shelf;", 1, "a global using")]
    public void A_fault_of_form_is_reported_at_its_line(string source, int line, string problem)
    {
        SourceFault fault = Check(source).Should().ContainSingle().Subject;

        fault.Line.Should().Be(line);
        fault.Problem.Should().Contain(problem);
    }

    [Theory]
    [InlineData("class Shelf { class Nested; enum Kind { One } }")]
    [InlineData("#pragma warning disable CA1000 // the factory reads better on the type\nclass Shelf;\n#pragma warning restore CA1000")]
    [InlineData("[SuppressMessage(\"A\", \"B\", Justification = \"why\")] class Shelf;")]
    [InlineData("class Shelf { string Text = \"TODO #region NotImplementedException\"; }")]
    [InlineData("global using System.Text;\nclass Shelf;")]
    [InlineData("// It hacks nothing; todo lists are fine.\nclass Shelf<T>;")]
    [InlineData("return 1;")]
    public void What_only_resembles_a_fault_passes(string source) => Check(source).Should().BeEmpty();

    [Fact]
    public void A_part_of_a_type_may_carry_the_name_of_the_part() =>
        SourceShape.Check("Shelf.Sorting.cs", "partial class Shelf;").Should().BeEmpty();

    [Fact]
    public void A_file_that_is_too_long_is_reported() =>
        Check($"class Shelf;\n{ManyLines}").Should().ContainSingle().Which.Problem.Should().StartWith("has 401 lines");

    [Fact]
    public void A_method_that_is_too_long_is_reported() =>
        Check($"class Shelf {{ void Fill() {{\n{ManyLines[..350]}}} }}")
            .Should().ContainSingle().Which.Problem.Should().StartWith("a method of 72 lines");

    [Fact]
    public void A_line_that_is_too_wide_is_reported_unless_it_is_prose_or_data()
    {
        string wide = new('x', 130);

        Check($"class Shelf; // {wide}").Should().ContainSingle().Which.Problem.Should().Contain("characters wide");
        Check($"/// <summary>{wide}</summary>\nclass Shelf;").Should().BeEmpty();
        Check($"class Shelf {{ string _data = \"\"\"\n  {wide}\n  \"\"\"; }}").Should().BeEmpty();
    }

    [Theory]
    [InlineData("one", 1)]
    [InlineData("one\n", 1)]
    [InlineData("one\ntwo", 2)]
    public void Lines_are_counted_the_way_an_editor_numbers_them(string text, int lines) =>
        SourceShape.CountLines(text).Should().Be(lines);

    private static IEnumerable<SourceFault> Check(string source) => SourceShape.Check("src/Shelf.cs", source);
}
