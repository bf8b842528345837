using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class InMemoryLeaseStoreTests : LeaseStoreConformance
{
    protected override ValueTask<LeaseStoreBench> OpenAsync() => new(new Bench());

    private sealed class Bench : LeaseStoreBench
    {
        private readonly FakeTimeProvider _time = new(RecordFactory.Noon);
        private readonly InMemoryLeaseStore _first;

        public Bench() => _first = new InMemoryLeaseStore(null, _time);

        public override ILeaseStore First => _first;

        public override ILeaseStore Second => field ??= new InMemoryLeaseStore(_first, _time);

        public override void Advance(TimeSpan time) => _time.Advance(time);
    }
}
