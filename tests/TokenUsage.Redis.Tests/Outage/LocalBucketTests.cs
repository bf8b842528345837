using CsCheck;
using TokenUsage.Admission;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis.Tests.Outage;

public sealed class LocalBucketTests
{
    private const long Length = 60_000_000;

    [Fact]
    public void No_stretch_of_a_sliding_windows_length_holds_more_than_the_share() =>
        Gen.Select(Gen.Int[1, 5], Gen.Long[100, 1_000], Gen.Select(Gen.Long[0, 10_000_000], Gen.Long[1, 80]).Array[60])
            .Sample((processes, limit, calls) =>
            {
                LedgerLine line = Line(LedgerShape.Sliding, limit);
                var bucket = LocalBucket.For(line, taken: 0, processes, nowMicros: 1);
                long now = 1;
                List<(long At, long Amount)> admitted = [];
                foreach ((long wait, long amount) in calls)
                {
                    now += wait;
                    if (!bucket.Admits(amount, now)) continue;
                    bucket.Pour(amount, now);
                    admitted.Add((now, amount));
                }

                foreach ((long from, _) in admitted)
                {
                    admitted.Where(a => a.At >= from && a.At < from + Length).Sum(a => a.Amount)
                        .Should().BeLessThanOrEqualTo(limit / processes);
                }
            });

    [Fact]
    public void What_others_had_taken_is_not_there_at_first()
    {
        var bucket = LocalBucket.For(Line(LedgerShape.Bucket, 100), taken: 60, processes: 2, nowMicros: 1);

        bucket.Admits(20, 1).Should().BeTrue();
        bucket.Admits(21, 1).Should().BeFalse();
        bucket.Admits(50, 1 + Length).Should().BeTrue();
    }

    private static LedgerLine Line(LedgerShape shape, long limit) => new()
    {
        Account = new QuotaAccount("a"),
        Window = new LedgerWindow { Shape = shape, LengthMicros = Length },
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Burst = limit,
    };
}
