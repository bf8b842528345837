using TokenUsage.Storage;

namespace TokenUsage.Conformance;

public abstract partial class StoreMaintenanceConformance
{
    [Fact]
    public async Task An_erased_user_is_in_no_record_and_in_no_key()
    {
        await AppendDaysAsync(2);

        long named = await Upkeep.EraseUserAsync(["u1"], Token);

        named.Should().Be(16);
        (await Store.ReadRecordsAsync(Everything, Token).Select(r => r.Dimensions.User).ToListAsync(Token))
            .Should().HaveCount(48).And.NotContain("u1");
        foreach (UsageCube cube in Store.Cubes) (await KeysAsync(cube)).Should().NotContain("u1");
    }

    [Fact]
    public async Task Erasing_a_user_changes_no_total_and_no_other_user()
    {
        await AppendDaysAsync(2);
        UsageTotals before = await SumAsync(RollupGrain.Day);
        long others = await CountAsync("u2");

        await Upkeep.EraseUserAsync(["u1"], Token);

        (await SumAsync(RollupGrain.Day)).Should().BeEquivalentTo(before);
        (await SumAsync(RollupGrain.QuarterHour)).Should().BeEquivalentTo(before);
        (await CountAsync("u2")).Should().Be(others);
        (await Upkeep.AuditAsync(Token)).IsExact.Should().BeTrue();
    }

    [Fact]
    public async Task Every_identity_of_a_user_is_erased()
    {
        await AppendDaysAsync(2);

        long named = await Upkeep.EraseUserAsync(["u0", "u1", "unknown"], Token);

        named.Should().Be(32);
        (await KeysAsync(new UsageCube(Dimension.User)))
            .Should().NotContain("u0").And.NotContain("u1").And.Contain("u2");
    }

    [Fact]
    public async Task A_record_that_an_erased_user_had_under_way_comes_in_without_the_user()
    {
        DateTimeOffset now = RecordFactory.Noon.AddDays(10);
        SetClock(now);
        await Upkeep.EraseUserAsync(["late"], Token);

        await Store.AppendAsync([Records.Make(now.AddSeconds(-5), "late")], Token);

        (await KeysAsync(new UsageCube(Dimension.User))).Should().ContainSingle().Which.Should().NotBe("late");
    }

    [Fact]
    public async Task A_record_that_starts_after_the_erasure_is_a_new_one()
    {
        DateTimeOffset now = RecordFactory.Noon.AddDays(10);
        SetClock(now);
        await Upkeep.EraseUserAsync(["back"], Token);

        await Store.AppendAsync([Records.Make(now.AddSeconds(5), "back")], Token);

        (await KeysAsync(new UsageCube(Dimension.User))).Should().Equal("back");
    }

    [Fact]
    public async Task A_record_of_an_erased_user_offered_again_is_kept_once()
    {
        SetClock(RecordFactory.Noon.AddDays(10));
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record], Token);
        await Upkeep.EraseUserAsync([record.Dimensions.User!], Token);

        AppendResult again = await Store.AppendAsync([record], Token);

        again.Inserted.Should().BeEmpty();
        again.Conflicting.Should().BeEmpty();
    }

    [Fact]
    public async Task Erasing_a_user_that_is_not_there_finds_nothing()
    {
        await AppendDaysAsync(1);

        (await Upkeep.EraseUserAsync(["nobody"], Token)).Should().Be(0);
    }

    [Fact]
    public async Task A_feature_with_the_name_of_an_erased_user_stays()
    {
        await Store.AppendAsync([Records.Make(user: "search", feature: "search")], Token);

        await Upkeep.EraseUserAsync(["search"], Token);

        (await KeysAsync(new UsageCube(Dimension.Feature))).Should().Equal("search");
        (await KeysAsync(new UsageCube(Dimension.User))).Should().NotContain("search");
    }

    private async Task<long> CountAsync(string user) =>
        await Store.ReadRecordsAsync(Everything, Token).CountAsync(r => r.Dimensions.User == user, Token);

    private async Task<List<string?>> KeysAsync(UsageCube cube)
    {
        var read = new RollupRead { Cube = cube, From = Day.AddDays(-30), To = Day.AddDays(30) };
        return await Store.ReadRollupsAsync(read, Token)
            .SelectMany(r => r.Key.ToArray()).Distinct().ToListAsync(Token);
    }
}
