using CsCheck;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Tests.Admission.Ledger;

public sealed class SlidingCounterTests
{
    private const long Limit = 100;
    private const long Length = 60_000;

    private static readonly Gen<(long Wait, long Amount)[]> Calls =
        Gen.Select(Gen.Long[0, 9_000], Gen.Long[1, 60]).Array[1, 120];

    private static readonly Gen<int> Parts = Gen.Int[1, 61];

    [Fact]
    public void No_true_window_ever_holds_more_than_the_limit() =>
        Gen.Select(Parts, Calls).Sample(
            (parts, calls) =>
            {
                List<(long At, long Amount)> admitted = [.. Run(parts, calls).Where(call => call.IsAdmitted)
                    .Select(call => (call.At, call.Amount))];

                foreach ((long end, _) in admitted)
                {
                    admitted.Where(call => call.At > end - Length && call.At <= end).Sum(call => call.Amount)
                        .Should().BeLessThanOrEqualTo(Limit);
                }
            },
            iter: 5_000);

    [Fact]
    public void A_refusal_is_right_for_a_window_longer_by_one_part() =>
        Gen.Select(Parts, Calls).Sample(
            (parts, calls) =>
            {
                long longer = Length + (2 * ((Length + parts - 1) / parts));
                List<(long At, long Amount)> admitted = [];
                foreach ((long at, long amount, bool isAdmitted) in Run(parts, calls))
                {
                    long taken = admitted.Where(call => call.At > at - longer).Sum(call => call.Amount);
                    if (!isAdmitted) (taken + amount).Should().BeGreaterThan(Limit);
                    else admitted.Add((at, amount));
                }
            },
            iter: 5_000);

    [Fact]
    public void It_is_free_again_exactly_when_it_says() =>
        Gen.Select(Parts, Calls).Sample(
            (parts, calls) =>
            {
                LedgerWindow window = Window(parts);
                LedgerCounter counter = LedgerCounter.For(window);
                long now = 1_000_000;
                foreach ((long wait, long amount) in calls)
                {
                    now += wait;
                    LedgerLine line = Line(window, amount);
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

    private static IEnumerable<(long At, long Amount, bool IsAdmitted)> Run(
        int parts, (long Wait, long Amount)[] calls)
    {
        LedgerWindow window = Window(parts);
        LedgerCounter counter = LedgerCounter.For(window);
        long now = 1_000_000;
        foreach ((long wait, long amount) in calls)
        {
            now += wait;
            LedgerLine line = Line(window, amount);
            bool fits = counter.Admits(line, now, out _);
            if (fits) counter.Resolve(counter.Hold(line, now), amount, amount, now);
            yield return (now, amount, fits);
        }
    }

    private static LedgerWindow Window(int parts) =>
        new() { Shape = LedgerShape.Sliding, LengthMicros = Length, Parts = parts };

    private static LedgerLine Line(LedgerWindow window, long amount) => new()
    {
        Account = new QuotaAccount("a"),
        Window = window,
        Unit = QuotaUnit.Tokens,
        Limit = Limit,
        Amount = amount,
        Enforced = true,
    };
}
