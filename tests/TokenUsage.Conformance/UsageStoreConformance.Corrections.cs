using TokenUsage.Storage;

namespace TokenUsage.Conformance;

public abstract partial class UsageStoreConformance
{
    private static readonly Cost Dearer =
        new() { Status = CostStatus.Priced, Usd = 0.5m, InputUsd = 0.2m, OutputUsd = 0.3m, PriceVersion = "new@2" };

    [Fact]
    public async Task A_corrected_cost_is_in_the_record_and_in_every_cube()
    {
        ICostCorrector corrector = RequireCorrector();
        UsageRecord[] batch = [.. Enumerable.Range(0, 40).Select(i =>
            Records.Make(RecordFactory.Noon.AddMinutes(i * 9), $"u{i % 3}", $"m{i % 2}", usd: i % 4 == 0 ? null : i))];
        await Store.AppendAsync(batch, Token);
        UsageRecord[] expected = [.. batch.Select((record, i) => (i % 3) switch
        {
            0 => record with { Cost = Dearer },
            1 => record with { Cost = new Cost { Status = CostStatus.Partial, Usd = 0.25m } },
            _ => record with { Cost = Cost.Unpriced },
        })];

        CostCorrectionResult result = await corrector.CorrectCostsAsync(Corrections(batch, expected), Token);

        result.Conflicting.Should().BeEmpty();
        (await ReadRecordsAsync()).Should().BeEquivalentTo(expected);
        foreach (UsageCube cube in Store.Cubes)
        {
            var sum = new RollupCell();
            foreach ((_, RollupCell cell) in await ReadRollupsAsync(cube)) sum.Add(cell);
            sum.ToTotals().Should().BeEquivalentTo(Sum(expected).ToTotals(), "'{0}' holds what records say", cube);
        }
    }

    [Fact]
    public async Task A_correction_made_twice_counts_once()
    {
        ICostCorrector corrector = RequireCorrector();
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record, Records.Make()], Token);
        CostCorrections corrections = Corrections([record], [record with { Cost = Dearer }]);

        (await corrector.CorrectCostsAsync(corrections, Token)).Corrected.Should().Equal(record.Id);
        CostCorrectionResult again = await corrector.CorrectCostsAsync(corrections, Token);

        again.Should().BeEquivalentTo(new CostCorrectionResult { Corrected = [] });
        (await TotalsAsync()).PricedUsd.Should().Be(0.500125m);
    }

    [Fact]
    public async Task A_record_that_costs_something_else_by_now_is_not_corrected()
    {
        ICostCorrector corrector = RequireCorrector();
        UsageRecord record = Records.Make(usd: 1);
        await Store.AppendAsync([record], Token);

        UsageRecord assumed = record with { Cost = record.Cost with { Usd = 2 } };
        UsageRecord unknown = Records.Make();
        UsageRecord[] wanted = [assumed with { Cost = Dearer }, unknown with { Cost = Dearer }];
        CostCorrectionResult result =
            await corrector.CorrectCostsAsync(Corrections([assumed, unknown], wanted), Token);

        result.Corrected.Should().BeEmpty();
        result.Conflicting.Should().BeEquivalentTo([record.Id, unknown.Id]);
        (await TotalsAsync()).PricedUsd.Should().Be(1);
    }

    [Fact]
    public async Task A_corrected_record_that_is_offered_again_is_no_conflict()
    {
        ICostCorrector corrector = RequireCorrector();
        UsageRecord record = Records.Make();
        await Store.AppendAsync([record], Token);
        await corrector.CorrectCostsAsync(Corrections([record], [record with { Cost = Dearer }]), Token);

        AppendResult again = await Store.AppendAsync([record], Token);

        again.Inserted.Should().BeEmpty();
        again.Conflicting.Should().BeEmpty();
        (await TotalsAsync()).PricedUsd.Should().Be(0.5m);
    }

    private static CostCorrections Corrections(UsageRecord[] before, UsageRecord[] after) => new()
    {
        Actor = ChangeActor.Application,
        Reason = "a test",
        Items = [.. before.Zip(after).Select(pair => new CostCorrection
        {
            Id = pair.First.Id,
            Before = pair.First.Cost,
            After = pair.Second.Cost,
        })],
    };

    private ICostCorrector RequireCorrector()
    {
        Assert.SkipUnless(Store is ICostCorrector, "This store corrects no costs.");
        return (ICostCorrector)Store;
    }
}
