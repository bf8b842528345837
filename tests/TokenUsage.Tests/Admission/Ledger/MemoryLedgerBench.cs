using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Conformance;

namespace TokenUsage.Tests.Admission.Ledger;

internal sealed class MemoryLedgerBench : QuotaLedgerBench
{
    public MemoryLedgerBench(MemoryLedgerLimits? limits = null) => Memory = new MemoryQuotaLedger(Time, limits);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public MemoryQuotaLedger Memory { get; }

    public override IQuotaLedger Ledger => Memory;

    public override long NowMicros => UnixMicros.Now(Time);

    public override void Advance(TimeSpan time) => Time.Advance(time);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
