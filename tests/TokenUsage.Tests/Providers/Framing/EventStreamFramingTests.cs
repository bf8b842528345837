using TokenUsage.Providers.Framing;

namespace TokenUsage.Tests.Providers.Framing;

public sealed class EventStreamFramingTests
{
    private static readonly byte[] First = EventStreamFrame.Make("metadata", """{"n":1}""");
    private static readonly byte[] Second = EventStreamFrame.Make("metadata", """{"n":2}""");

    [Fact]
    public void Frames_are_read_however_they_are_cut()
    {
        Read([.. First, .. Second], out BodyFraming framing).Should().Be("1 2");

        framing.GaveUp.Should().BeFalse();
    }

    [Fact]
    public void A_chunk_wraps_the_models_own_JSON()
    {
        string wrapped = Convert.ToBase64String("""{"n":3}"""u8);

        Read(EventStreamFrame.Make("chunk", $$"""{"bytes":"{{wrapped}}","p":"abc"}"""), out _).Should().Be("3");
    }

    [Fact]
    public void A_flip_of_any_bit_is_noticed_and_nothing_of_that_frame_counts()
    {
        for (int bit = 0; bit < 8 * Second.Length; bit++)
        {
            byte[] damaged = [.. Second];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            string found = Whole([.. First, .. damaged], out BodyFraming framing);

            // A length that has become larger only shows when the bytes that it promises do not come.
            found.Should().Be("1", $"bit {bit} is flipped");
            (framing.GaveUp || !framing.IsDone).Should().BeTrue();
        }
    }

    [Fact]
    public void A_frame_that_breaks_off_counts_for_nothing()
    {
        for (int length = 0; length < Second.Length; length++)
        {
            Whole([.. First, .. Second.AsSpan(0, length)], out _).Should().Be("1", $"cut at {length}");
        }
    }

    [Fact]
    public void A_failure_in_the_middle_is_named()
    {
        Read([.. First, .. EventStreamFrame.MakeException("throttlingException")], out BodyFraming framing);

        framing.ErrorType.Should().Be("throttlingException");
    }

    private static string Read(byte[] body, out BodyFraming framing) =>
        FramedValues.Read(() => new EventStreamFraming(), body, out framing);

    private static string Whole(byte[] body, out BodyFraming framing) => FramedValues.ReadWhole(
        () => new EventStreamFraming(), body, out framing);
}
