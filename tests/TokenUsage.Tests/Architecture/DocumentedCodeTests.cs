using System.Text.RegularExpressions;

namespace TokenUsage.Tests.Architecture;

public sealed partial class DocumentedCodeTests
{
    [Fact]
    public void Every_code_block_of_the_documents_is_compiled_in_a_sample()
    {
        string[] documents = ["README.md", "CONTRIBUTING.md", .. Repository.Files("*.md", "docs")];
        CodeBlock[] snippets =
        [
            .. Repository.Files("*.cs", "samples").SelectMany(file => SampleSnippets.Read(file, Repository.Read(file))),
        ];

        SourceFault.AssertNone(DocumentedCode.Check(
            documents.SelectMany(file => MarkdownCode.Blocks(file, Repository.Read(file))), snippets));
    }

    [Fact]
    public void Every_sample_is_built_with_the_solution()
    {
        string solution = Repository.Read("TokenUsage.sln").Replace('\\', '/');

        SourceFault.AssertNone(
            from project in Repository.Files("*.csproj", "samples")
            where !solution.Contains($"\"{project}\"", StringComparison.Ordinal)
            select new SourceFault(project, 1, "is not in TokenUsage.sln, so nothing compiles its snippets."));
    }

    [Fact]
    public void A_link_in_the_documents_leads_to_a_file_that_exists()
    {
        string[] documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. Repository.Files("*.md", "docs")];

        SourceFault.AssertNone(
            from document in documents
            from line in Repository.Read(document).Split('\n').Index()
            from Match link in LocalLink().Matches(line.Item)
            let path = link.Groups["path"].Value
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, path))
            select new SourceFault(document, line.Index + 1, $"links to '{path}', which is not there."));
    }

    // The path of a Markdown link without its fragment; addresses with a scheme and links within the page are left out.
    [GeneratedRegex(@"\]\((?!\w+:)(?<path>[^)#\s]+)(#[^)\s]*)?\)")]
    private static partial Regex LocalLink();
}
