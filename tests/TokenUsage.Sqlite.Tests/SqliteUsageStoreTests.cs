using TokenUsage.Conformance;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests;

public sealed class SqliteUsageStoreTests : UsageStoreConformance
{
    private readonly DatabaseFolder _folder = new();

    protected override IUsageStore CreateStore() => new SqliteUsageStore(_folder.Options);

    protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return default;
    }

    [Fact]
    public async Task What_was_stored_is_there_after_the_store_was_closed_and_opened()
    {
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record], Token);
        await ((IAsyncDisposable)Store).DisposeAsync();

        await using var reopened = new SqliteUsageStore(_folder.Options);
        await reopened.OpenAsync(Token);

        (await reopened.ReadRecordsAsync(Everything, Token).ToListAsync(Token)).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task Rollups_are_the_same_before_and_after_they_are_merged()
    {
        DateTimeOffset day = RecordFactory.Noon.AddHours(-12);
        for (int i = 0; i < RollupMerge.Every * 2 + 5; i++)
        {
            await Store.AppendAsync([Records.Make(day.AddMinutes(i * 11), user: $"u{i % 3}")], Token);
            if (i % 40 == 7) await Store.AppendAsync([Records.Make(day.AddMinutes(i), user: "late")], Token);
        }

        var sum = new RollupCell();
        await foreach (UsageRecord record in Store.ReadRecordsAsync(Everything, Token)) sum.Add(record);

        (await SumAsync(RollupGrain.QuarterHour, day)).Should().BeEquivalentTo(sum.ToTotals());
        (await SumAsync(RollupGrain.Day, day)).Should().BeEquivalentTo(sum.ToTotals());
    }

    [Fact]
    public async Task Two_stores_on_one_file_see_each_others_records()
    {
        await using var other = new SqliteUsageStore(_folder.Options);
        await other.OpenAsync(Token);

        await Store.AppendAsync([Records.Make(user: "a"), Records.Make(user: "b")], Token);
        await other.AppendAsync([Records.Make(user: "b"), Records.Make(user: "c")], Token);
        await Store.AppendAsync([Records.Make(user: "c")], Token);

        List<UsageRecord> read = await Store.ReadRecordsAsync(Everything, Token).ToListAsync(Token);
        read.Select(r => r.Dimensions.User).Order().Should().Equal("a", "b", "b", "c", "c");
        (await other.ReadRecordsAsync(Everything, Token).CountAsync(Token)).Should().Be(5);
    }

    [Fact]
    public async Task A_batch_with_a_record_that_cannot_be_stored_stores_nothing_and_says_that_trying_again_is_no_use()
    {
        UsageRecord poison = Records.Make(usd: decimal.MaxValue);
        await Store.AppendAsync([poison], Token);

        Func<Task> act = async () =>
            await Store.AppendAsync([Records.Make(), Records.Make() with { Dimensions = null! }], Token);

        (await act.Should().ThrowAsync<UsageStoreException>()).Which.IsPermanent.Should().BeTrue();
        (await Store.ReadRecordsAsync(Everything, Token).CountAsync(Token)).Should().Be(1);
        (await Store.AppendAsync([Records.Make(user: "next")], Token)).Inserted.Should().HaveCount(1);
    }

    private static RecordRead Everything => new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

    private async Task<UsageTotals> SumAsync(RollupGrain grain, DateTimeOffset day)
    {
        var read = new RollupRead { Cube = UsageCube.Totals, From = day, To = day.AddDays(10), Grain = grain };
        var sum = new RollupCell();
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token)) sum.Add(row.Cell);
        return sum.ToTotals();
    }
}
