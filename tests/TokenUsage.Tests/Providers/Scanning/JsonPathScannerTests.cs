using System.Text;
using CsCheck;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Tests.Providers.Scanning;

public sealed class JsonPathScannerTests
{
    private static readonly PathTree Tree = new(AdversarialJson.Paths, AdversarialJson.TextPaths, []);

    [Fact]
    public void It_finds_what_a_full_parse_finds_however_the_document_is_built_and_cut()
    {
        Gen.Int.Sample(
            seed =>
            {
                byte[] json = new AdversarialJson(seed).Make();
                string expected = PathOracle.Read(json, AdversarialJson.Paths, out bool mayGiveUp);
                var random = new Random(seed);
                foreach (int most in (int[])[int.MaxValue, 1, 9, 200])
                {
                    var values = new FoundValues();
                    string found =
                        values.Read(Tree, json, () => most == int.MaxValue ? most : random.Next(1, most + 1));
                    if (values.GaveUp) mayGiveUp.Should().BeTrue(Encoding.UTF8.GetString(json));
                    else found.Should().Be(expected, Encoding.UTF8.GetString(json));
                }
            },
            iter: 2_000, threads: 2);
    }

    [Fact]
    public void It_measures_text_alike_however_the_document_is_cut()
    {
        Gen.Int.Sample(
            seed =>
            {
                byte[] json = new AdversarialJson(seed).Make();
                var values = new FoundValues();
                values.Read(Tree, json, () => int.MaxValue);
                long whole = values.TextLength;
                bool gaveUp = values.GaveUp;
                values.Read(Tree, json, () => 1);
                if (!gaveUp && !values.GaveUp) values.TextLength.Should().Be(whole, Encoding.UTF8.GetString(json));
            },
            iter: 1_000, threads: 2);
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("", 0)]
    [InlineData("a\\nb", 3)]
    [InlineData("\\u00e9t\\u00e9", 3)]
    [InlineData("été 你好", 6)]
    [InlineData("\\\"", 1)]
    [InlineData("\\\\u0041", 6)]
    public void It_counts_an_escape_as_one_character(string text, int characters)
    {
        var values = new FoundValues();

        values.Read(Tree, Encoding.UTF8.GetBytes("{\"response\":{\"text\":\"" + text + "\"}}"), () => int.MaxValue);

        values.TextLength.Should().Be(characters);
    }

    [Theory]
    [InlineData("""{"usage":1,"usage":2}""", "0: 2")]
    [InlineData("""{"usage":1,"\u0075sage":2}""", "0: 2")]
    [InlineData("""{"response":{"usage":1},"response":{}}""", "")]
    [InlineData("""{"tool":{"usage":1}}""", "")]
    [InlineData("""{"text":"\"usage\":1"}""", "")]
    [InlineData("""{"choices":[{"delta":{"usage":{"a":[1,"}"]}}}]}""", """5: {"a":[1,"}"]}""")]
    public void The_last_value_at_the_path_itself_counts(string json, string expected) =>
        new FoundValues().Read(Tree, Encoding.UTF8.GetBytes(json), () => int.MaxValue).Should().Be(expected);

    [Fact]
    public void A_second_array_of_a_wanted_name_makes_it_give_up_rather_than_count_both()
    {
        var values = new FoundValues();

        values.Read(Tree, """{"x":[{"usage":1}],"x":[]}"""u8.ToArray(), () => int.MaxValue);

        values.GaveUp.Should().BeTrue();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(100)]
    public void A_value_beyond_the_limit_makes_it_give_up_rather_than_grow(int piece)
    {
        var values = new FoundValues();

        values.Read(Tree, Encoding.UTF8.GetBytes($$"""{"usage":"{{new string('x', 4000)}}"}"""), () => piece);

        values.GaveUp.Should().BeTrue();
    }

    [Fact]
    public void A_million_brackets_are_only_counted()
    {
        string json = $$"""{"a":{{new string('[', 1_000_000)}}{{new string(']', 1_000_000)}},"usage":3}""";

        new FoundValues().Read(Tree, Encoding.UTF8.GetBytes(json), () => 4096).Should().Be("0: 3");
    }
}
