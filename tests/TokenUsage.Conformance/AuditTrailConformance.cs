namespace TokenUsage.Conformance;

/// <summary>What every audit trail must do.</summary>
public abstract class AuditTrailConformance
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets an empty trail, the same one throughout a test, whose clock stands at <see cref="RecordFactory.Noon"/>.</summary>
    protected abstract IAuditTrail Trail { get; }

    [Fact]
    public async Task An_entry_says_who_did_what_when_and_how_it_was_before_and_after()
    {
        await Trail.AppendAsync(Change("kim", "quota.override", "user-day", "alice", "1000", "2000"), Token);

        AuditEntry entry = await Trail.ReadAsync(cancellationToken: Token).SingleAsync(Token);
        entry.Should().BeEquivalentTo(
            new AuditEntry
            {
                Sequence = 1,
                At = RecordFactory.Noon,
                Actor = "kim",
                Action = "quota.override",
                Target = "user-day",
                Subject = "alice",
                HasSubject = true,
                Before = "1000",
                After = "2000",
                Seal = "",
            },
            o => o.Excluding(e => e.Seal));
        entry.Seal.Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public async Task Entries_are_numbered_and_read_in_order_from_any_place()
    {
        for (int i = 0; i < 700; i++) await Trail.AppendAsync(Change("kim", $"a{i}"), Token);

        (await Trail.ReadAsync(cancellationToken: Token).Select(e => e.Sequence).ToListAsync(Token))
            .Should().Equal(Enumerable.Range(1, 700).Select(i => (long)i));
        (await Trail.ReadAsync(698, Token).Select(e => e.Action).ToListAsync(Token)).Should().Equal("a698", "a699");
    }

    [Fact]
    public async Task A_trail_as_it_was_written_is_intact()
    {
        for (int i = 0; i < 20; i++) await Trail.AppendAsync(Change("kim", "a", subject: $"u{i % 3}"), Token);

        AuditVerification verification = await Trail.VerifyAsync(Token);

        verification.IsIntact.Should().BeTrue();
        verification.Entries.Should().Be(20);
        verification.Head.Should().Be((await Trail.ReadAsync(19, Token).SingleAsync(Token)).Seal);
    }

    [Fact]
    public async Task An_empty_trail_is_intact() => (await Trail.VerifyAsync(Token)).IsIntact.Should().BeTrue();

    [Fact]
    public async Task A_forgotten_person_is_named_nowhere_and_the_trail_stays_intact()
    {
        await Trail.AppendAsync(Change("kim", "quota.override", subject: "alice", after: "alice may 5"), Token);
        await Trail.AppendAsync(Change("alice", "halt", subject: "bob"), Token);
        string head = (await Trail.VerifyAsync(Token)).Head;

        long forgotten = await Trail.ForgetAsync(["alice", "unknown"], Token);

        forgotten.Should().Be(1);
        List<AuditEntry> entries = await Trail.ReadAsync(cancellationToken: Token).ToListAsync(Token);
        entries.Select(e => e.Subject).Should().Equal(null, "bob");
        entries.Select(e => e.Actor).Should().Equal("kim", null);
        entries.Should().OnlyContain(e => e.HasSubject);
        entries.Select(e => e.After).Should().NotContain(a => a != null && a.Contains("alice"));
        AuditVerification verification = await Trail.VerifyAsync(Token);
        verification.IsIntact.Should().BeTrue();
        verification.Head.Should().Be(head);
    }

    [Fact]
    public async Task A_person_who_comes_back_is_somebody_else()
    {
        await Trail.AppendAsync(Change("kim", "a", subject: "alice"), Token);
        await Trail.ForgetAsync(["alice"], Token);

        await Trail.AppendAsync(Change("kim", "b", subject: "alice"), Token);

        (await Trail.ReadAsync(cancellationToken: Token).Select(e => e.Subject).ToListAsync(Token))
            .Should().Equal(null, "alice");
    }

    private static AuditChange Change(
        string actor, string action, string? target = null, string? subject = null, string? before = null,
        string? after = null) => new()
        {
            Actor = new ChangeActor(actor),
            Action = action,
            Target = target,
            Subject = subject,
            Before = before,
            After = after,
        };
}
