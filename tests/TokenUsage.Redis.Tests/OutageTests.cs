using TokenUsage.Admission;
using TokenUsage.Redis.Scripts;

namespace TokenUsage.Redis.Tests;

/// <summary>A server of the test's own that goes away and comes back.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly LedgerWindow Lifetime = new() { Shape = LedgerShape.Fixed };

    private RedisServer? _server;

    private RedisServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.Missing);
        _server = new RedisServer(keepsLog: true);
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return default;
    }

    [Fact]
    public async Task A_server_restarted_from_its_log_goes_on_where_it_was_though_it_knows_no_script()
    {
        await using RedisQuotaLedger ledger = Open();
        LedgerClaim open = Claim(60);
        await ledger.ReserveAsync(open, TimeSpan.FromHours(1), None);
        Server.Kill();
        await LoseAsync(ledger);
        await Server.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => !ledger.IsOffline);

        (await SettleAsync(ledger, open, 45)).Should().Be(ResolveStatus.Settled);

        (await ledger.ReadAsync(open.Lines[0], None)).Should().Be(new LedgerBalance(45, 0));
    }

    [Fact]
    public async Task A_server_restarted_empty_is_told_what_was_seen_and_what_is_open()
    {
        using var empty = new RedisServer();
        await empty.StartAsync(TestContext.Current.CancellationToken);
        await using RedisQuotaLedger ledger = Open(empty);
        LedgerClaim settled = Claim(60);
        await ledger.ReserveAsync(settled, TimeSpan.FromHours(1), None);
        await ledger.SettleAsync(settled, new QuotaAmounts { InputTokens = 50 }, None);
        LedgerClaim open = Claim(20);
        await ledger.ReserveAsync(open, TimeSpan.FromHours(1), None);
        empty.Kill();
        await LoseAsync(ledger);
        await empty.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => !ledger.IsOffline);

        (await ledger.ReadAsync(open.Lines[0], None)).Should().Be(new LedgerBalance(50, 20));
        (await SettleAsync(ledger, open, 5)).Should().Be(ResolveStatus.Settled);
        (await ledger.ReadAsync(open.Lines[0], None)).Should().Be(new LedgerBalance(55, 0));
    }

    [Fact]
    public async Task During_an_outage_a_process_admits_its_share_of_what_was_left_and_charges_it_afterwards()
    {
        await using RedisQuotaLedger ledger = Open();
        LedgerClaim before = Claim(40);
        await ledger.ReserveAsync(before, TimeSpan.FromHours(1), None);
        await ledger.SettleAsync(before, new QuotaAmounts { InputTokens = 40 }, None);
        Server.Kill();
        await LoseAsync(ledger);

        LedgerClaim share = Claim(30); // half of the 60 that were left of 100
        (await ledger.ReserveAsync(share, TimeSpan.FromHours(1), None)).IsHeld.Should().BeTrue();
        (await ledger.ReserveAsync(Claim(1), TimeSpan.FromHours(1), None)).Status.Should().Be(ReserveStatus.Refused);
        (await SettleAsync(ledger, share, 25)).Should().Be(ResolveStatus.Settled);
        LedgerClaim open = Claim(5);
        (await ledger.ReserveAsync(open, TimeSpan.FromHours(1), None)).IsHeld.Should().BeTrue();
        await Server.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => !ledger.IsOffline);

        (await ledger.ReadAsync(open.Lines[0], None)).Should().Be(new LedgerBalance(65, 5));
        await ledger.SettleAsync(open, new QuotaAmounts { InputTokens = 5 }, None);
        (await ledger.ReadAsync(open.Lines[0], None)).Should().Be(new LedgerBalance(70, 0));
    }

    [Fact]
    public async Task A_call_that_may_be_held_there_is_settled_there_and_not_twice()
    {
        await using RedisQuotaLedger ledger = Open();
        await ledger.ReadAsync(Claim(0).Lines[0], None);
        Server.Pause();
        LedgerClaim lost = Claim(30);
        (await ledger.ReserveAsync(lost, TimeSpan.FromHours(1), None)).IsHeld.Should().BeTrue();
        await LoseAsync(ledger);
        (await SettleAsync(ledger, lost, 20)).Should().Be(ResolveStatus.Settled);
        Server.Resume();
        await Until.TrueAsync(() => !ledger.IsOffline);

        ResolveStatus again = await ledger.SettleAsync(lost, new QuotaAmounts { InputTokens = 20 }, None);

        again.Should().Be(ResolveStatus.AlreadyResolved);
        (await ledger.ReadAsync(lost.Lines[0], None)).Should().Be(new LedgerBalance(20, 0));
    }

    [Fact]
    public async Task A_policy_that_fails_open_admits_everything_and_charges_it_afterwards()
    {
        await using RedisQuotaLedger ledger = Open(policy: RedisOutagePolicy.FailOpen);
        Server.Kill();
        await LoseAsync(ledger);
        for (int i = 0; i < 3; i++)
        {
            LedgerClaim claim = Claim(90);
            (await ledger.ReserveAsync(claim, TimeSpan.FromHours(1), None)).IsHeld.Should().BeTrue();
            await ledger.SettleAsync(claim, new QuotaAmounts { InputTokens = 90 }, None);
        }

        await Server.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => !ledger.IsOffline);

        (await ledger.ReadAsync(Claim(0).Lines[0], None)).Should().Be(new LedgerBalance(270, 0));
        (await ledger.ReserveAsync(Claim(1), TimeSpan.FromHours(1), None)).Status.Should().Be(ReserveStatus.Refused);
    }

    [Fact]
    public async Task A_policy_that_fails_closed_hands_the_fault_on()
    {
        await using RedisQuotaLedger ledger = Open(policy: RedisOutagePolicy.FailClosed);
        Server.Kill();
        await LoseAsync(ledger);

        Func<Task> act = async () => await ledger.ReserveAsync(Claim(1), TimeSpan.FromHours(1), None);

        await act.Should().ThrowAsync<RedisLedgerOfflineException>();
    }

    [Fact]
    public async Task A_server_that_is_absent_at_start_is_used_when_it_comes()
    {
        using var late = new RedisServer();
        await using RedisQuotaLedger ledger = Open(late);
        await LoseAsync(ledger);
        LedgerClaim claim = Claim(50);
        (await ledger.ReserveAsync(claim, TimeSpan.FromHours(1), None)).IsHeld.Should().BeTrue();
        await late.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => !ledger.IsOffline);

        (await SettleAsync(ledger, claim, 50)).Should().Be(ResolveStatus.Settled);

        await using RedisQuotaLedger other = Open(late);
        (await other.ReadAsync(claim.Lines[0], None)).Should().Be(new LedgerBalance(50, 0));
    }

    private static ValueTask<ResolveStatus> SettleAsync(RedisQuotaLedger ledger, LedgerClaim claim, long tokens) =>
        ledger.SettleAsync(claim, new QuotaAmounts { InputTokens = tokens }, None);

    private static LedgerClaim Claim(long amount)
    {
        var claim = new LedgerClaim();
        claim.Begin(Guid.CreateVersion7());
        claim.Add(new LedgerLine
        {
            Account = new QuotaAccount("a"),
            Window = Lifetime,
            Unit = QuotaUnit.Tokens,
            Limit = 100,
            Amount = amount,
            Enforced = true,
        });
        return claim;
    }

    /// <summary>Asks about an account of its own until the ledger has had enough of asking.</summary>
    private static Task LoseAsync(RedisQuotaLedger ledger) => Until.TrueAsync(async () =>
    {
        if (ledger.IsOffline) return true;
        try
        {
            LedgerLine elsewhere = Claim(0).Lines[0] with { Account = new QuotaAccount("elsewhere") };
            await ledger.ReadAsync(elsewhere, None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Under FailClosed the fault is handed on.
        }

        return ledger.IsOffline;
    });

    private RedisQuotaLedger Open(
        RedisServer? server = null, RedisOutagePolicy policy = RedisOutagePolicy.LocalShare) => new(
        new RedisQuotaOptions
        {
            Configuration = (server ?? Server).Configuration,
            OnOutage = policy,
            Processes = 2,
            Timeout = TimeSpan.FromMilliseconds(500), // this machine may be busy with other tests
            ProbeInterval = TimeSpan.FromMilliseconds(50),
        },
        history: null,
        TimeProvider.System,
        logger: null,
        LedgerScripts.Timed);
}
