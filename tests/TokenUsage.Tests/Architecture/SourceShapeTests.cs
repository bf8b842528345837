namespace TokenUsage.Tests.Architecture;

public sealed class SourceShapeTests
{
    private const int MaxMedianLines = 60;

    [Fact]
    public void Every_source_file_keeps_the_house_rules_of_size_and_form() =>
        SourceFault.AssertNone(
            Repository.Files("*.cs", "src", "tests", "samples", "benchmarks")
                .SelectMany(file => SourceShape.Check(file, Repository.Read(file))));

    [Fact]
    public void The_median_file_of_the_libraries_is_short()
    {
        int[] lines =
            [.. Repository.Files("*.cs", "src").Select(file => SourceShape.CountLines(Repository.Read(file))).Order()];

        int median = lines[lines.Length / 2];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"src: {lines.Length} files, {lines.Sum()} lines; median {median}, "
            + $"90 % up to {lines[lines.Length * 9 / 10]}, longest {lines[^1]}");
        median.Should().BeLessThanOrEqualTo(MaxMedianLines);
    }

    [Fact]
    public void No_project_file_opens_our_own_namespaces_for_all_its_files() =>
        SourceFault.AssertNone(
            from file in Repository.Files("*.csproj", "src", "tests", "samples", "benchmarks")
            from line in Repository.Read(file).Split('\n').Index()
            where line.Item.Contains("<Using Include=\"TokenUsage", StringComparison.Ordinal)
            select new SourceFault(file, line.Index + 1, "hides which layers a file stands on. Write it in the file."));
}
