using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Admission;

public sealed class AuditedChangeLogTests
{
    private static readonly ChangeActor Kim = new("kim");

    private readonly InMemoryAuditTrail _trail = new(new FakeTimeProvider());
    private readonly AuditedChangeLog _log;

    public AuditedChangeLogTests() => _log = new AuditedChangeLog(new MemoryChangeLog(), _trail);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quota_that_is_changed_says_how_it_was_and_how_it_is()
    {
        await _log.AppendAsync(Define(1_000), Token);
        await _log.AppendAsync(Define(2_000), Token);

        AuditEntry entry = (await EntriesAsync())[1];
        entry.Should().BeEquivalentTo(new { Actor = "kim", Action = "quota.define", Target = "day" });
        entry.Before.Should().StartWith("1000 Tokens per user");
        entry.After.Should().StartWith("2000 Tokens per user");
    }

    [Fact]
    public async Task A_quota_that_is_removed_has_no_after()
    {
        await _log.AppendAsync(Define(1_000), Token);
        await _log.AppendAsync(Change(QuotaChangeKind.Remove) with { Quota = "day" }, Token);

        (await EntriesAsync())[1].After.Should().BeNull();
    }

    [Fact]
    public async Task An_override_names_its_user_as_the_subject_only()
    {
        await _log.AppendAsync(
            Change(QuotaChangeKind.Override) with
            {
                Quota = "day",
                Subject = new UsageDimensions { User = "alice", Project = "acme" },
                Limit = 5,
            },
            Token);

        AuditEntry entry = (await EntriesAsync()).Single();
        entry.Subject.Should().Be("alice");
        entry.Target.Should().Be("day: user={subject} project=acme");
        entry.After.Should().Be("limit 5");
    }

    [Fact]
    public async Task A_halt_of_a_user_and_its_end_are_one_target()
    {
        var scope = new HaltScope { Dimension = Dimension.User, Value = "alice" };
        await _log.AppendAsync(Change(QuotaChangeKind.Halt) with { Scope = scope, Reason = "leak" }, Token);
        await _log.AppendAsync(Change(QuotaChangeKind.Resume) with { Scope = scope }, Token);

        IReadOnlyList<AuditEntry> entries = await EntriesAsync();
        entries.Select(e => e.Action).Should().Equal("calls.halt", "calls.resume");
        entries[1].Should().BeEquivalentTo(new { Target = "user", Subject = "alice", Before = "halted: leak" });
    }

    private static QuotaChange Define(decimal limit) => Change(QuotaChangeKind.Define) with
    {
        Quota = "day",
        Definition = new QuotaDefinition
        {
            Name = "day",
            Unit = QuotaUnit.Tokens,
            Limit = limit,
            Per = [Dimension.User],
        },
    };

    private static QuotaChange Change(QuotaChangeKind kind) =>
        new() { Kind = kind, Actor = Kim, At = DateTimeOffset.UnixEpoch };

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        await _trail.ReadAsync(cancellationToken: Token).ToListAsync(Token);
}
