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

    [Theory]
    [InlineData("""{"id":"a","c":{"t":"one"},"u":1}""", """{"id":"a","c":{"t":"two"},"u":2}""", "a 2")]
    [InlineData("""{"id":"a","c":{"t":"one"},"u":1}""", """{"id":"a","c":{"t":"two","u":3},"u":{"x":1}}""", "a {x:1}")]
    [InlineData("""{"id":"a","c":{"t":"one"}}""", """{"id":"b","c":{"t":"two"},"u":2}""", "b 2")]
    [InlineData("""{"id":"a","c":{"t":"one"}}""", """{"id":"a","c":{"t":"two"},"id":"z"}""", "z")]
    [InlineData("""{"id":"a","c":{"t":"one"}}""", """{"id":"a","c":null,"u":4}""", "a 4")]
    [InlineData("""{"id":"a","c":{"t":"one"}}""", """{"id":"a","c":{"t":["x"]},"u":5}""", "a 5")]
    public void An_event_that_begins_like_the_one_before_is_read_as_exactly(
        string first, string second, string expected)
    {
        var tree = new PathTree(["id", "u"], ["c.t"], []);
        for (int piece = 1; piece < 40; piece++)
        {
            var values = new FoundValues();
            values.Read(tree, System.Text.Encoding.UTF8.GetBytes(first), () => int.MaxValue);
            values.ReadNext(System.Text.Encoding.UTF8.GetBytes(first), () => int.MaxValue);

            string found = values.ReadNext(
                System.Text.Encoding.UTF8.GetBytes(second), () => piece == 39 ? int.MaxValue : piece);

            IEnumerable<string> plain =
                found.Split('\n').Select(line => line[3..].Replace("\"", "", StringComparison.Ordinal));
            string.Join(' ', plain).Should().Be(expected, $"pieces of {piece}");
        }
    }

    [Fact]
    public void A_path_that_asks_for_presence_is_given_the_first_byte_however_long_the_value_is()
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(
            "{\"d\":[{\"v\":\"" + new string('x', 10_000) + "\"},{\"v\":null},{\"v\":{\"v\":1}},{}]}");
        foreach (int piece in (int[])[1, 7, 4096, int.MaxValue])
        {
            var values = new FoundValues();

            string found = values.Read(new PathTree(["d[].v?"], [], []), json, () => piece);

            values.GaveUp.Should().BeFalse();
            found.Should().Be("0: \"\n0: n\n0: {", $"pieces of {piece}");
        }
    }
}
