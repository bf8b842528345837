namespace TokenUsage.Tests.Architecture;

public sealed class DocumentedCodeRulesTests
{
    private const string Sample = """
        class Program
        {
            // snippet: scope
            using (UsageScope.Begin(user: "alice"))
            {
                await Ask();
            }
            // end-snippet
        }
        """;

    [Fact]
    public void Code_that_a_sample_compiles_passes_whatever_its_indentation() =>
        Check("""
            Say who asks:

            - like this

              ```csharp
              using (UsageScope.Begin(user: "alice"))
              {
                  await Ask();
              }
              ```
            """).Should().BeEmpty();

    [Fact]
    public void Code_that_differs_is_reported_with_both_lines() =>
        Check("""
            ```csharp
            using (UsageScope.Begin(user: "alice"))
            {
                await AskAgain();
            }
            ```
            """).Should().ContainSingle().Which.ToString().Should()
            .Be("README.md(4): differs from samples/Program.cs(6). "
                + "Here: 'await AskAgain();'; compiled: 'await Ask();'. "
                + "Copy the sample's lines, or change the sample.");

    [Fact]
    public void Code_that_only_begins_like_a_snippet_is_reported() =>
        Check("""
            ```cs
            using (UsageScope.Begin(user: "alice"))
            ```
            """).Should().ContainSingle().Which.Problem.Should().Contain("Here: '(the end)'; compiled: '{'");

    [Fact]
    public void Code_that_no_sample_resembles_is_reported_with_what_to_do() =>
        Check("""
            ````csharp
            Other();
            ````
            """).Should().ContainSingle().Which.Problem.Should().StartWith("no sample compiles this code");

    [Theory]
    [InlineData("```bash\ndotnet test\n```")]
    [InlineData("```\nvar x = 1;\n```")]
    [InlineData("Inline `code` and no block.")]
    public void Other_blocks_are_left_alone(string page) => Check(page).Should().BeEmpty();

    [Fact]
    public void A_block_that_is_never_closed_is_an_error() =>
        FluentActions.Invoking(() => Check("```csharp\nAsk();"))
            .Should().Throw<FormatException>().WithMessage("README.md(1): *never closed*");

    [Theory]
    [InlineData("// snippet: a\nAsk();", "*(1): a snippet is never closed*")]
    [InlineData("Ask();\n// end-snippet", "*(2): a snippet ends that never began*")]
    [InlineData("// snippet: a\n// snippet: b\n// end-snippet", "*(2): a snippet begins inside another one*")]
    public void Marks_that_do_not_pair_are_an_error(string sample, string message) =>
        FluentActions.Invoking(() => SampleSnippets.Read("samples/Program.cs", sample).ToArray())
            .Should().Throw<FormatException>().WithMessage(message);

    private static SourceFault[] Check(string page) =>
    [
        .. DocumentedCode.Check(
            MarkdownCode.Blocks("README.md", page), [.. SampleSnippets.Read("samples/Program.cs", Sample)]),
    ];
}
