using System.Buffers;
using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class NoveltyDetectorStateTests
{
    [Fact]
    public void A_detector_goes_on_from_its_state_as_if_it_had_never_stopped()
    {
        double[] points = TestSeries.Hourly(800);
        NoveltyDetector first = Learned(points, 700);
        NoveltyDetector.TryReadState(State(first), NoveltySettings.Default, out NoveltyDetector? second);

        for (int i = 700; i < points.Length; i++)
        {
            DateTimeOffset at = TestSeries.Monday.AddHours(i);
            second!.Observe(at, points[i]).Should().Be(first.Observe(at, points[i]));
        }
    }

    [Fact]
    public void A_new_detector_has_a_state_too()
    {
        byte[] state = State(new NoveltyDetector(NoveltySettings.Default));

        NoveltyDetector.TryReadState(state, NoveltySettings.Default, out _).Should().BeTrue();
        state.Length.Should().BeLessThan(10_240);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_state_cut_short_is_refused(int length)
    {
        byte[] state = State(Learned(TestSeries.Hourly(300), 300));

        byte[] cut = length < 0 ? state[..^-length] : state[..length];

        bool isRead = NoveltyDetector.TryReadState(cut, NoveltySettings.Default, out NoveltyDetector? detector);

        isRead.Should().BeFalse();
        detector.Should().BeNull();
    }

    [Fact]
    public void A_state_learned_under_another_memory_is_refused()
    {
        byte[] state = State(Learned(TestSeries.Hourly(300), 300));

        NoveltySettings other = NoveltySettings.Default with { LevelRate = 0.02 };

        NoveltyDetector.TryReadState(state, other, out _).Should().BeFalse();
    }

    [Fact]
    public void A_state_outlives_another_threshold()
    {
        byte[] state = State(Learned(TestSeries.Hourly(300), 300));

        NoveltyDetector.TryReadState(state, NoveltySettings.Default with { Threshold = 0.3 }, out _).Should().BeTrue();
    }

    [Fact]
    public void No_damage_makes_a_detector_throw()
    {
        byte[] state = State(Learned(TestSeries.Hourly(300), 300));
        var random = new Random(5);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. state];
            damaged[12 + random.Next(damaged.Length - 12)] = (byte)random.Next(256);
            NoveltyDetector.TryReadState(damaged, NoveltySettings.Default, out NoveltyDetector? detector);
            Detection? detection = detector?.Observe(TestSeries.Monday.AddDays(20), 1000);

            (detection?.Score ?? 0).Should().BeInRange(0, 1);
        }
    }

    private static NoveltyDetector Learned(double[] points, int count)
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        for (int i = 0; i < count; i++) detector.Observe(TestSeries.Monday.AddHours(i), points[i]);
        return detector;
    }

    private static byte[] State(NoveltyDetector detector)
    {
        var output = new ArrayBufferWriter<byte>();
        detector.WriteState(output);
        return output.WrittenSpan.ToArray();
    }
}
