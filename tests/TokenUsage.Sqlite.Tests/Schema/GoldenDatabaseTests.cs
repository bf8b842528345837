using TokenUsage.Sqlite.Schema;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests.Schema;

public sealed class GoldenDatabaseTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, StoreSchema.Version)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Todays_schema_has_a_golden_database()
    {
        if (Environment.GetEnvironmentVariable(GoldenDatabase.Switch) == "1") await GoldenDatabase.WriteAsync(Token);

        File.Exists(GoldenDatabase.PathOf(StoreSchema.Version)).Should().BeTrue(
            "a schema that is released has one; run this test with {0}=1 to write it", GoldenDatabase.Switch);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_database_of_every_schema_opens_and_still_holds_everything(int version)
    {
        UsageRecord[] records = [.. GoldenDatabase.Batches().SelectMany(b => b)];
        await using SqliteUsageStore store = await OpenCopyAsync(version);

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await store.ReadRecordsAsync(read, Token).ToListAsync(Token))
            .Should().BeEquivalentTo(records, o => o.Excluding(r => r.OperationId));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_database_of_every_schema_knows_its_records_again_and_takes_new_ones(int version)
    {
        await using SqliteUsageStore store = await OpenCopyAsync(version);

        foreach (UsageRecord[] batch in GoldenDatabase.Batches())
        {
            AppendResult result = await store.AppendAsync(batch, Token);
            result.Inserted.Should().BeEmpty();
            result.Conflicting.Should().BeEmpty();
        }

        UsageRecord[] more = [.. GoldenDatabase.Batches()[1].Select(r => r with { Id = Guid.CreateVersion7() })];
        (await store.AppendAsync(more, Token)).Inserted.Should().HaveCount(more.Length);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_sums_of_a_database_of_every_schema_are_those_of_its_records(int version)
    {
        await using SqliteUsageStore store = await OpenCopyAsync(version);
        var expected = new RollupCell();
        foreach (UsageRecord record in GoldenDatabase.Batches().SelectMany(b => b)) expected.Add(record);

        foreach (UsageCube cube in UsageCube.Standard)
        {
            var sum = new RollupCell();
            var read = new RollupRead
            {
                Cube = cube,
                From = Conformance.RecordFactory.Noon.AddDays(-4).Date,
                To = Conformance.RecordFactory.Noon.AddDays(4).Date,
            };
            await foreach (RollupRow row in store.ReadRollupsAsync(read, Token)) sum.Add(row.Cell);
            sum.ToTotals().Should().BeEquivalentTo(expected.ToTotals(), "the cube '{0}' holds all", cube);
        }
    }

    private async Task<SqliteUsageStore> OpenCopyAsync(int version)
    {
        File.Copy(GoldenDatabase.PathOf(version), _folder.File);
        var store = new SqliteUsageStore(_folder.Options);
        await store.OpenAsync(Token);
        return store;
    }
}
