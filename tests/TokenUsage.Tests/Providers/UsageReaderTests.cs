using System.Text;
using CsCheck;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class UsageReaderTests
{
    private static readonly UsageReaderCatalog Catalog = new([]);

    public static TheoryData<string> Names => [.. WireFixtures.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_format_is_read_however_its_answer_is_cut(string name)
    {
        WireFixture fixture = Fixture(name);
        IUsageReader reader = Recognize(fixture);
        for (int piece = 1; piece < 40; piece++)
        {
            WireFixture.Read(reader, fixture.MediaType, fixture.Body, piece).Reading.Tokens
                .Should().Be(fixture.Tokens, $"pieces of {piece}");
        }

        ResponseScan whole = WireFixture.Read(reader, fixture.MediaType, fixture.Body, int.MaxValue);
        whole.Reading.Tokens.Should().Be(fixture.Tokens);
        whole.Reading.IsComplete.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_that_breaks_off_never_counts_more_than_the_whole(string name)
    {
        WireFixture fixture = Fixture(name);
        IUsageReader reader = Recognize(fixture);
        for (int length = 0; length < fixture.Body.Length; length++)
        {
            TokenCounts read =
                WireFixture.Read(reader, fixture.MediaType, fixture.Body.AsSpan(0, length), 16).Reading.Tokens;
            (read.Input ?? 0).Should().BeLessThanOrEqualTo(fixture.Tokens.Input ?? 0, $"cut at {length}");
            (read.Output ?? 0).Should().BeLessThanOrEqualTo(fixture.Tokens.Output ?? 0, $"cut at {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutated_answer_makes_no_reader_fail(string name)
    {
        WireFixture fixture = Fixture(name);
        IUsageReader reader = Recognize(fixture);
        Gen.Int.Sample(
            seed =>
            {
                byte[] body = Mutation.Of(fixture.Body, seed);
                ResponseScan scan = WireFixture.Read(reader, fixture.MediaType, body, 1 + Math.Abs(seed % 60));
                scan.ReaderFault.Should().BeNull(Encoding.UTF8.GetString(body));
            },
            iter: 200, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_content_type_that_lies_changes_nothing_where_the_first_byte_tells(string name)
    {
        WireFixture fixture = Fixture(name);
        string lie = fixture.MediaType == "text/event-stream" ? "application/json" : "text/event-stream";

        WireFixture.Read(Recognize(fixture), lie, fixture.Body, 5).Reading.Tokens.Should().Be(fixture.Tokens);
    }

    private static WireFixture Fixture(string name) => WireFixtures.All.Single(f => f.Name == name);

    private static IUsageReader Recognize(WireFixture fixture)
    {
        Catalog.TryRecognize(fixture.Request, out IUsageReader reader, out _).Should().BeTrue();
        return reader;
    }
}
