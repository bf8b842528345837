using TokenUsage.Admission;

namespace TokenUsage.Tests.Admission;

public sealed class QuotaChangeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly ChangeActor Ops = new("ops");

    private static readonly QuotaDefinition UserDay = new()
    {
        Name = "user-day",
        Unit = QuotaUnit.Tokens,
        Limit = 100,
        Per = [Dimension.User],
    };

    [Fact]
    public async Task A_quota_that_is_added_while_running_holds_from_the_next_call()
    {
        await using var bench = new GateBench();

        await bench.Quotas.DefineAsync(UserDay, Ops, Cancel);
        (await bench.IsAdmittedAsync(GateBench.Call(100, 100))).Should().BeFalse();
        await bench.Quotas.RemoveAsync("user-day", Ops, Cancel);
        (await bench.IsAdmittedAsync(GateBench.Call(100, 100))).Should().BeTrue();
    }

    [Fact]
    public async Task A_quota_that_is_replaced_goes_on_from_what_was_used()
    {
        await using var bench = new GateBench(UserDay);
        await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        await bench.Quotas.DefineAsync(UserDay with { Limit = 120 }, Ops, Cancel);

        (await bench.StatusAsync()).Remaining.Should().Be(50);
    }

    [Fact]
    public async Task An_override_holds_for_its_subject_until_it_ends()
    {
        await using var bench = new GateBench(UserDay);
        var alice = new UsageDimensions { User = "alice" };
        DateTimeOffset soon = bench.Time.GetUtcNow().AddHours(1);

        await bench.Quotas.SetOverrideAsync("user-day", alice, 500, soon, Ops, Cancel);

        (await bench.StatusAsync()).Limit.Should().Be(500);
        (await bench.StatusAsync("bob")).Limit.Should().Be(100);
        bench.Time.Advance(TimeSpan.FromHours(1));
        (await bench.StatusAsync()).Limit.Should().Be(100);
    }

    [Fact]
    public async Task An_override_of_nothing_returns_to_the_quotas_own_limit()
    {
        await using var bench = new GateBench(UserDay);
        var alice = new UsageDimensions { User = "alice" };

        await bench.Quotas.SetOverrideAsync("user-day", alice, 500, null, Ops, Cancel);
        await bench.Quotas.SetOverrideAsync("user-day", alice, null, null, Ops, Cancel);

        (await bench.StatusAsync()).Limit.Should().Be(100);
    }

    [Theory]
    [InlineData("project", "acme", true)]
    [InlineData("project", "other", false)]
    [InlineData("model", "gpt-4o-mini", true)]
    public async Task A_halt_stops_its_scope_and_nothing_else(string dimension, string value, bool isHalted)
    {
        await using var bench = new GateBench();
        var scope = new HaltScope { Dimension = Dimension.Parse(dimension), Value = value };
        QuotaRequest call = GateBench.Call(subject: new UsageDimensions { Project = "acme" });

        await bench.Quotas.HaltAsync(scope, "a key has leaked.", Ops, Cancel);
        (await bench.IsAdmittedAsync(call)).Should().Be(!isHalted);
        await bench.Quotas.ResumeAsync(scope, Ops, Cancel);

        (await bench.IsAdmittedAsync(call)).Should().BeTrue();
    }

    [Fact]
    public async Task A_halt_says_why()
    {
        await using var bench = new GateBench();
        await bench.Quotas.HaltAsync(HaltScope.Everything, "a key has leaked.", Ops, Cancel);

        QuotaDecision decision = await bench.Quotas.CheckAsync(GateBench.Call(), Cancel);

        decision.Allowed.Should().BeFalse();
        decision.Message.Should().Contain("a key has leaked.").And.Contain("ResumeAsync");
    }

    [Fact]
    public async Task Changes_survive_a_restart_and_name_their_actor()
    {
        await using var before = new GateBench(UserDay);
        await before.Quotas.HaltAsync(HaltScope.Everything, "a key has leaked.", Ops, Cancel);
        await before.Quotas.SetOverrideAsync("user-day", new UsageDimensions { User = "alice" }, 7, null, Ops, Cancel);

        await using var after = new GateBench(UserDay);
        List<QuotaChange> kept = [];
        await foreach (QuotaChange change in before.Changes.ReadAsync(Cancel))
        {
            kept.Add(change);
            await after.Changes.AppendAsync(change, Cancel);
        }

        await after.Quotas.OpenAsync(Cancel);

        (await after.IsAdmittedAsync(GateBench.Call())).Should().BeFalse();
        (await after.StatusAsync()).Limit.Should().Be(7);
        kept.Should().OnlyContain(change => change.Actor == Ops);
    }

    [Fact]
    public async Task A_faulty_quota_is_refused_with_every_fault()
    {
        await using var bench = new GateBench();

        QuotaDefinition faulty = UserDay with { Limit = -1, WarnAt = 2 };
        Func<Task> act = async () => await bench.Quotas.DefineAsync(faulty, Ops, Cancel);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage("*Limit is -1*WarnAt is 2*");
    }
}
