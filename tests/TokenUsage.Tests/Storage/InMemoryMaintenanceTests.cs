using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class InMemoryMaintenanceTests : StoreMaintenanceConformance
{
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon.AddDays(9));

    protected override IUsageStore CreateStore()
    {
        var options = new InMemoryStoreOptions();
        options.Cubes.Add(OwnCube);
        return new InMemoryUsageStore(Options.Create(options), _time);
    }

    protected override void SetClock(DateTimeOffset now) => _time.SetUtcNow(now);

    [Fact]
    public async Task There_is_no_backup_of_memory()
    {
        Func<Task> act = async () => await Upkeep.BackUpAsync("copy.db", Token);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage("*in memory*UseSqlite*");
    }
}
