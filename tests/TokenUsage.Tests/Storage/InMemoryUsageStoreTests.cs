using Microsoft.Extensions.Options;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class InMemoryUsageStoreTests : UsageStoreConformance
{
    protected override IUsageStore CreateStore() => new InMemoryUsageStore();

    [Fact]
    public async Task Beyond_its_bound_the_oldest_records_leave_and_the_totals_stay()
    {
        var store = new InMemoryUsageStore(Options.Create(new InMemoryStoreOptions { MaxRecords = 10 }));

        for (int i = 0; i < 5; i++)
        {
            await store.AppendAsync([.. Enumerable.Range(0, 5).Select(_ => Records.Make())], Token);
        }

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await store.ReadRecordsAsync(read, Token).CountAsync(Token)).Should().Be(10);
        var rollups =
            new RollupRead { Cube = UsageCube.Totals, From = RecordFactory.Noon, To = RecordFactory.Noon.AddHours(1) };
        (await store.ReadRollupsAsync(rollups, Token).SingleAsync(Token)).Cell.ToTotals().Calls.Should().Be(25);
    }

    [Fact]
    public async Task Beyond_their_bound_the_oldest_rollups_leave()
    {
        var store = new InMemoryUsageStore(Options.Create(new InMemoryStoreOptions { MaxCells = 1_000 }));

        for (int i = 0; i < 100; i++) await store.AppendAsync([Records.Make(RecordFactory.Noon.AddHours(i))], Token);

        var read = new RollupRead
        {
            Cube = UsageCube.Totals,
            From = RecordFactory.Noon,
            To = RecordFactory.Noon.AddHours(101),
        };
        int kept = await store.ReadRollupsAsync(read, Token).CountAsync(Token);
        kept.Should().Be(1_000 / UsageCube.Standard.Count);
    }

    [Fact]
    public void A_bound_below_one_is_refused_by_name()
    {
        Action act = () => _ = new InMemoryUsageStore(Options.Create(new InMemoryStoreOptions { MaxRecords = 0 }));

        act.Should().Throw<ArgumentException>().WithMessage(
            "InMemoryStoreOptions.MaxRecords is 0; set it to 1 or more.");
    }
}
