using TokenUsage.Storage;

namespace TokenUsage.Conformance;

public abstract partial class UsageStoreConformance
{
    [Fact]
    public async Task Records_come_in_the_order_of_their_position()
    {
        UsageRecord[] batch =
            [.. Enumerable.Range(0, 50).Select(i => Records.Make(RecordFactory.Noon.AddSeconds(i * 37 % 11)))];
        await Store.AppendAsync(batch, Token);

        IReadOnlyList<UsageRecord> read = await ReadRecordsAsync();

        read.Select(r => r.Id).Should().Equal(batch.OrderBy(RecordPosition.Of).Select(r => r.Id));
    }

    [Fact]
    public async Task Pages_of_records_join_without_gap_or_overlap_while_records_arrive()
    {
        UsageRecord[] batch =
            [.. Enumerable.Range(0, 40).Select(i => Records.Make(RecordFactory.Noon.AddSeconds(i / 7)))];
        await Store.AppendAsync(batch, Token);

        var seen = new List<Guid>();
        RecordPosition? after = null;
        while (true)
        {
            IReadOnlyList<UsageRecord> page = await ReadRecordsAsync(new RecordRead
            {
                From = DateTimeOffset.MinValue,
                To = DateTimeOffset.MaxValue,
                After = after,
                Limit = 6,
            });
            if (page.Count == 0) break;
            seen.AddRange(page.Select(r => r.Id));
            after = RecordPosition.Of(page[^1]);
            await Store.AppendAsync([Records.Make(RecordFactory.Noon.AddDays(-1))], Token);
        }

        seen.Should().Equal(batch.OrderBy(RecordPosition.Of).Select(r => r.Id));
    }

    [Theory]
    [InlineData(FilterOperator.In, "a", "a,c", 2)]
    [InlineData(FilterOperator.NotIn, "a", "a,c", 2)]
    [InlineData(FilterOperator.Missing, "", "", 1)]
    [InlineData(FilterOperator.Present, "", "", 3)]
    public async Task Records_are_filtered(FilterOperator filter, string first, string values, int expected)
    {
        await Store.AppendAsync(
            [Records.Make(user: "a"), Records.Make(user: "b"), Records.Make(user: "c"), Records.Make()], Token);
        first.Should().Be(values.Split(',')[0]);

        IReadOnlyList<UsageRecord> read = await ReadRecordsAsync(new RecordRead
        {
            From = DateTimeOffset.MinValue,
            To = DateTimeOffset.MaxValue,
            Where = [new UsageFilter(Dimension.User, filter, values.Length == 0 ? [] : values.Split(','))],
        });

        read.Should().HaveCount(expected);
    }

    [Fact]
    public async Task Records_are_filtered_by_tags_and_by_the_model_asked_for_where_none_was_served()
    {
        await Store.AppendAsync(
            [
                Records.MakeFull(), Records.Make(),
                Records.Make(model: null) with { RequestedModel = "claude-sonnet-4-5" },
            ],
            Token);

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await ReadRecordsAsync(read with { Where = [UsageFilter.In(Dimension.Tag("team"), "blue")] }))
            .Should().HaveCount(1);
        (await ReadRecordsAsync(read with { Where = [UsageFilter.In(Dimension.Model, "claude-sonnet-4-5")] }))
            .Should().HaveCount(2);
        UsageFilter[] nobody = [UsageFilter.In(Dimension.Model, "nobody"), UsageFilter.Present(Dimension.User)];
        (await ReadRecordsAsync(read with { Where = nobody })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_snapshot_does_not_see_what_is_stored_after_it()
    {
        await Store.AppendAsync([Records.Make()], Token);
        await using IUsageSnapshot snapshot = await Store.OpenSnapshotAsync(Token);
        await Store.AppendAsync([Records.Make()], Token);

        var read = new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        (await snapshot.ReadRecordsAsync(read, Token).CountAsync(Token)).Should().Be(1);
        await using IUsageSnapshot later = await Store.OpenSnapshotAsync(Token);
        later.Version.Should().NotBe(snapshot.Version);
        (await later.ReadRecordsAsync(read, Token).CountAsync(Token)).Should().Be(2);
    }

    private async Task<IReadOnlyList<UsageRecord>> ReadRecordsAsync(RecordRead? read = null)
    {
        read ??= new RecordRead { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        return await Store.ReadRecordsAsync(read, Token).ToListAsync(Token);
    }
}
