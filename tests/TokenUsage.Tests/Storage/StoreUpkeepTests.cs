using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class StoreUpkeepTests
{
    private readonly FakeTimeProvider _time = new(RecordFactory.Noon.AddDays(100));
    private readonly InMemoryUsageStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_are_kept_for_thirty_days_by_default()
    {
        var records = new RecordFactory();
        await _store.AppendAsync(
            [records.Make(_time.GetUtcNow().AddDays(-32)), records.Make(_time.GetUtcNow().AddDays(-29))], Token);

        RetentionReport report = await Upkeep(null).RunOnceAsync(Token);

        report.Should().BeEquivalentTo(new RetentionReport { Records = 1, IsDone = true });
    }

    [Fact]
    public async Task Nothing_is_done_while_another_process_holds_the_lease()
    {
        await _store.AppendAsync([new RecordFactory().Make()], Token);

        RetentionReport report = await Upkeep(new Lease(isFree: false)).RunOnceAsync(Token);

        report.Records.Should().Be(0);
    }

    [Fact]
    public async Task The_lease_is_given_back()
    {
        var lease = new Lease(isFree: true);

        await Upkeep(lease).RunOnceAsync(Token);

        lease.IsHeld.Should().BeFalse();
        lease.Name.Should().Be("retention");
    }

    [Fact]
    public void Retention_that_contradicts_itself_is_told_with_every_fault()
    {
        var options = new StorageOptions();
        options.Retention.Records = TimeSpan.FromHours(1);
        options.Retention.QuarterHours = TimeSpan.FromMinutes(1);
        options.Retention.Interval = TimeSpan.Zero;

        string message = new StorageOptionsValidator().Validate(null, options).FailureMessage!;

        message.Should().ContainAll("Retention.Records", "Retention.QuarterHours", "Retention.Interval");
    }

    private StoreUpkeep Upkeep(ILeaseStore? lease) =>
        new(_store, lease, new RetentionOptions(), _time, NullLogger.Instance);

    private sealed class Lease(bool isFree) : ILeaseStore, IAsyncDisposable
    {
        public bool IsHeld { get; private set; }

        public string? Name { get; private set; }

        public ValueTask<IAsyncDisposable?> TryAcquireAsync(
            string name, TimeSpan duration, CancellationToken cancellationToken)
        {
            Name = name;
            IsHeld = isFree;
            return new(isFree ? this : null);
        }

        public ValueTask DisposeAsync()
        {
            IsHeld = false;
            return default;
        }
    }
}
