using System.Numerics;
using CsCheck;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Tests.Admission.Ledger;

public sealed class BucketCounterTests
{
    private const long Length = 60_000_000;

    private static readonly Gen<(long Wait, long Amount)[]> Calls =
        Gen.Select(Gen.Long[0, 20_000_000], Gen.Long[1, 60]).Array[1, 100];

    [Fact]
    public void It_admits_exactly_what_a_model_in_fractions_admits() =>
        Gen.Select(Gen.Long[1, 1_000], Gen.Long[1, 200], Calls).Sample(
            (rate, burst, calls) =>
            {
                LedgerCounter counter = LedgerCounter.For(Window);
                var model = new FractionalBucket(rate, Length, burst);
                long now = 1_000_000;
                foreach ((long wait, long amount) in calls)
                {
                    now += wait;
                    LedgerLine line = Line(rate, burst, amount);
                    bool fits = counter.Admits(line, now, out _);

                    fits.Should().Be(model.TryPour(now, amount));
                    if (fits) counter.Hold(line, now);
                }
            },
            iter: 5_000);

    [Fact]
    public void It_is_free_again_exactly_when_it_says() =>
        Gen.Select(Gen.Long[1, 1_000], Calls).Sample(
            (rate, calls) =>
            {
                LedgerCounter counter = LedgerCounter.For(Window);
                long now = 1_000_000;
                foreach ((long wait, long amount) in calls)
                {
                    now += wait;
                    LedgerLine line = Line(rate, burst: 60, amount);
                    if (counter.Admits(line, now, out long retryAt))
                    {
                        counter.Hold(line, now);
                        continue;
                    }

                    counter.Admits(line, retryAt - 1, out _).Should().BeFalse();
                    counter.Admits(line, retryAt, out _).Should().BeTrue();
                    now = retryAt;
                }
            },
            iter: 5_000);

    [Fact]
    public void What_is_really_used_never_exceeds_burst_and_refill_whenever_calls_settle() =>
        Gen.Select(Gen.Long[1, 300], Gen.Long[20, 200], Calls, Gen.Int[1, 8].Array[100], Gen.Double[0, 1].Array[100])
            .Sample(
                (rate, burst, calls, delays, shares) =>
                {
                    (long At, long Used)[] used = RunWithLateSettlements(rate, burst, calls, delays, shares);

                    for (int from = 0; from < used.Length; from++)
                    {
                        BigInteger sum = 0;
                        for (int to = from; to < used.Length; to++)
                        {
                            sum += used[to].Used * (BigInteger)Length;
                            BigInteger refilled = rate * (BigInteger)(used[to].At - used[from].At);
                            (sum <= (burst * (BigInteger)Length) + refilled).Should().BeTrue();
                        }
                    }
                },
                iter: 2_000);

    [Fact]
    public void What_was_not_used_is_given_back()
    {
        LedgerCounter counter = LedgerCounter.For(Window);
        LedgerLine line = Line(rate: 60, burst: 100, amount: 100);
        Int128 mark = counter.Hold(line, 0);

        counter.Resolve(mark, held: 100, used: 30, nowMicros: 0);

        counter.Admits(line with { Amount = 70 }, 0, out _).Should().BeTrue();
        counter.Admits(line with { Amount = 71 }, 0, out _).Should().BeFalse();
    }

    /// <summary>Admits calls, and settles each after some later ones, at a part of what it held.</summary>
    private static (long At, long Used)[] RunWithLateSettlements(
        long rate, long burst, (long Wait, long Amount)[] calls, int[] delays, double[] shares)
    {
        LedgerCounter counter = LedgerCounter.For(Window);
        List<(long At, long Used)> used = [];
        List<(int Due, Int128 Mark, long Held, long Used)> open = [];
        long now = 1_000_000;
        for (int i = 0; i < calls.Length; i++)
        {
            now += calls[i].Wait;
            foreach (var call in open.Where(call => call.Due <= i).ToArray())
            {
                counter.Resolve(call.Mark, call.Held, call.Used, now);
                open.Remove(call);
            }

            LedgerLine line = Line(rate, burst, calls[i].Amount);
            if (!counter.Admits(line, now, out _)) continue;

            var actual = (long)(shares[i] * line.Amount);
            open.Add((i + delays[i], counter.Hold(line, now), line.Amount, actual));
            used.Add((now, actual));
        }

        return [.. used];
    }

    private static LedgerWindow Window { get; } = new() { Shape = LedgerShape.Bucket, LengthMicros = Length };

    private static LedgerLine Line(long rate, long burst, long amount) => new()
    {
        Account = new QuotaAccount("a"),
        Window = Window,
        Unit = QuotaUnit.Tokens,
        Limit = rate,
        Burst = burst,
        Amount = amount,
        Enforced = true,
    };
}
