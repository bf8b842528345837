using CsCheck;
using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class ChangeDecompositionTests
{
    [Fact]
    public void A_group_that_switched_to_a_dearer_part_comes_first_with_its_amount()
    {
        CostCell[] before = [new("search", "small", 100, 10_000, 10m), new("chat", "small", 100, 10_000, 10m)];
        CostCell[] after = [new("search", "large", 100, 10_000, 50m), new("chat", "small", 110, 11_000, 11m)];

        IReadOnlyList<ChangeDriver> drivers = ChangeDecomposition.Explain(before, after);

        drivers.Should().Equal(
            new ChangeDriver(ChangeFactor.Mix, "search", 40m), new ChangeDriver(ChangeFactor.Volume, "chat", 1m));
    }

    [Fact]
    public void A_price_rise_alone_is_all_price() => Only(
        new("a", "x", 10, 1000, 2m), new("a", "x", 10, 1000, 3m), new(ChangeFactor.Price, "a", 1m));

    [Fact]
    public void Longer_calls_alone_are_all_tokens_per_call() => Only(
        new("a", "x", 10, 1000, 2m), new("a", "x", 10, 4000, 8m), new(ChangeFactor.TokensPerCall, "a", 6m));

    [Fact]
    public void A_new_group_is_all_volume()
    {
        IReadOnlyList<ChangeDriver> drivers = ChangeDecomposition.Explain([], [new("a", "x", 10, 1000, 2m)]);

        drivers.Should().Equal(new ChangeDriver(ChangeFactor.Volume, "a", 2m));
    }

    [Fact]
    public void What_was_free_and_is_charged_is_all_price() => Only(
        new("a", "x", 10, 1000, 0m), new("a", "x", 10, 1000, 3m), new(ChangeFactor.Price, "a", 3m));

    [Fact]
    public void Twice_the_calls_at_twice_the_price_are_shared_alike()
    {
        IReadOnlyList<ChangeDriver> drivers = ChangeDecomposition.Explain(
            [new("a", "x", 10, 1000, 1m)], [new("a", "x", 20, 2000, 4m)]);

        drivers.Single(d => d.Factor == ChangeFactor.Volume).Amount.Should().BeApproximately(1.5m, 1e-9m);
        drivers.Single(d => d.Factor == ChangeFactor.Price).Amount.Should().BeApproximately(1.5m, 1e-9m);
    }

    [Fact]
    public void The_drivers_always_add_up_to_the_change()
    {
        Gen<int> few = Gen.Int[0, 3];
        Gen<CostCell[]> tables = Gen.Select(few, few, Gen.Int[0, 1000], Gen.Int[0, 100_000], Gen.Int[0, 10_000])
            .Select((group, part, calls, tokens, cents) => Cell(group, part, calls, tokens, cents / 100m))
            .Array[0, 12];

        Gen.Select(tables, tables).Sample((before, after) =>
            ChangeDecomposition.Explain(before, after).Sum(d => d.Amount)
            == after.Sum(c => c.Cost) - before.Sum(c => c.Cost));
    }

    private static CostCell Cell(int group, int part, int calls, int tokens, decimal cost) =>
        new($"g{group}", $"p{part}", calls, tokens, cost);

    private static void Only(CostCell before, CostCell after, ChangeDriver driver) =>
        ChangeDecomposition.Explain([before], [after]).Should().Equal(driver);
}
