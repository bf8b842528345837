using Microsoft.Extensions.Time.Testing;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class InMemoryAuditTrailTests : AuditTrailConformance
{
    protected override IAuditTrail Trail { get; } = new InMemoryAuditTrail(new FakeTimeProvider(RecordFactory.Noon));

    [Fact]
    public async Task Beyond_its_capacity_the_oldest_entries_leave_and_the_rest_stays_intact()
    {
        var trail = new InMemoryAuditTrail(new FakeTimeProvider(RecordFactory.Noon), capacity: 3);
        for (int i = 0; i < 8; i++)
        {
            await trail.AppendAsync(new AuditChange { Actor = ChangeActor.Application, Action = "a" }, Token);
        }

        (await trail.VerifyAsync(Token)).Should().BeEquivalentTo(new { Entries = 3L, IsIntact = true });
    }
}
