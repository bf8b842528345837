using TokenUsage.Admission;

namespace TokenUsage.Tests.Admission;

public sealed class QuotaGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Cost TenCents = new() { Status = CostStatus.Priced, Usd = 0.10m };

    private static QuotaDefinition UserDay(decimal limit = 100) => new()
    {
        Name = "user-day",
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Per = [Dimension.User],
    };

    private static TokenCounts Used(long input, long output) => new() { Input = input, Output = output };

    [Fact]
    public async Task A_call_holds_its_estimate_and_is_charged_what_it_used()
    {
        await using var bench = new GateBench(UserDay());

        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);
        (await bench.StatusAsync()).Held.Should().Be(70);
        await reservation.SettleAsync(Used(30, 5), TenCents, CallOutcome.Success, Cancel);

        QuotaStatus status = await bench.StatusAsync();
        status.Used.Should().Be(35);
        status.Held.Should().Be(0);
        status.Remaining.Should().Be(65);
    }

    [Fact]
    public async Task A_refusal_says_which_quota_its_numbers_and_when_to_come_back()
    {
        await using var bench = new GateBench(UserDay());
        await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        Func<Task> act = async () => await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        QuotaDecision refusal = (await act.Should().ThrowAsync<QuotaExceededException>()).Which.Decision;
        refusal.Quota.Should().Be("user-day");
        refusal.Used.Should().Be(70);
        refusal.Limit.Should().Be(100);
        refusal.ResetsAt.Should().Be(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        refusal.RetryAfter.Should().Be(TimeSpan.FromHours(12));
        refusal.Message.Should().Be(
            "Quota 'user-day': the call may need 70 tokens, and 30 tokens of 100 tokens are left until "
            + "2026-11-23 00:00:00Z. Wait, or raise the limit.");
    }

    [Fact]
    public async Task A_refusal_shows_nobody_elses_numbers_and_no_name()
    {
        await using var bench = new GateBench(UserDay());
        await bench.Quotas.ReserveAsync(GateBench.Call(30, 40, new UsageDimensions { User = "bob" }), Cancel);

        QuotaDecision decision = await bench.Quotas.CheckAsync(GateBench.Call(60, 60), Cancel);

        decision.Used.Should().Be(0);
        decision.Message.Should().NotContain("alice").And.NotContain("bob");
    }

    [Fact]
    public async Task All_quotas_of_a_call_are_held_or_none()
    {
        var organisation = new QuotaDefinition { Name = "all", Unit = QuotaUnit.Tokens, Limit = 1_000 };
        await using var bench = new GateBench(organisation, UserDay());

        (await bench.IsAdmittedAsync(GateBench.Call(60, 60))).Should().BeFalse();

        (await bench.Quotas.GetStatusAsync(UsageDimensions.None, Cancel))[0].Held.Should().Be(0);
    }

    [Fact]
    public async Task A_reservation_that_was_not_sent_is_given_back()
    {
        await using var bench = new GateBench(UserDay());

        await (await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel)).DisposeAsync();

        (await bench.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 0 && status.Held == 0);
    }

    [Fact]
    public async Task A_reservation_that_was_sent_and_never_settled_is_charged_at_its_estimate()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        reservation.MarkDispatched();
        await reservation.DisposeAsync();
        await reservation.DisposeAsync();

        (await bench.StatusAsync()).Used.Should().Be(70);
    }

    [Fact]
    public async Task What_a_failed_call_did_not_report_is_charged_as_its_prompt()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        await reservation.SettleAsync(default, Cost.Unpriced, CallOutcome.Failed, Cancel);

        (await bench.StatusAsync()).Used.Should().Be(30);
    }

    [Fact]
    public async Task An_explicit_zero_is_charged_as_zero()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        await reservation.SettleAsync(Used(0, 0), Cost.Unpriced, CallOutcome.Interrupted, Cancel);

        (await bench.StatusAsync()).Used.Should().Be(0);
    }

    [Fact]
    public async Task A_call_without_an_output_cap_holds_the_models_own()
    {
        await using var bench = new GateBench(UserDay(10_000)) { Limits = new TokenCounts { Output = 4_096 } };

        await bench.Quotas.ReserveAsync(GateBench.Call(30, output: null), Cancel);

        (await bench.StatusAsync()).Held.Should().Be(30 + 4_096);
    }

    [Fact]
    public async Task Calls_without_a_user_share_one_account_so_that_leaving_it_out_is_no_way_round()
    {
        await using var bench = new GateBench(UserDay());
        await bench.Quotas.ReserveAsync(GateBench.Call(40, 40, UsageDimensions.None), Cancel);

        (await bench.IsAdmittedAsync(GateBench.Call(40, 40, UsageDimensions.None))).Should().BeFalse();
        (await bench.IsAdmittedAsync(GateBench.Call(40, 40))).Should().BeTrue();
    }

    [Fact]
    public async Task A_quota_counts_only_the_calls_it_is_for()
    {
        QuotaDefinition quota = UserDay() with { Where = [new QuotaMatch(Dimension.Model, "claude-*")] };
        await using var bench = new GateBench(quota);

        (await bench.IsAdmittedAsync(GateBench.Call(1_000, 1_000))).Should().BeTrue();
        (await bench.IsAdmittedAsync(GateBench.Call(1_000, 1_000) with { Model = "claude-opus-4" })).Should().BeFalse();
    }

    [Fact]
    public async Task Money_is_held_at_the_ceiling_and_charged_at_the_cost()
    {
        await using var bench = new GateBench(UserDay(1m) with { Unit = QuotaUnit.Usd })
        {
            Price = new PriceCeiling { InputUsdPerMillion = 1_000m, OutputUsdPerMillion = 4_000m },
        };

        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(100, 100), Cancel);
        (await bench.StatusAsync()).Held.Should().Be(0.5m);
        await reservation.SettleAsync(Used(100, 10), TenCents, CallOutcome.Success, Cancel);

        (await bench.StatusAsync()).Used.Should().Be(0.10m);
    }

    [Fact]
    public async Task A_model_without_a_price_is_not_a_free_one()
    {
        await using var bench = new GateBench(UserDay(1m) with { Unit = QuotaUnit.Usd });
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(1_000, 1_000), Cancel);

        await reservation.SettleAsync(Used(1_000, 500), Cost.Unpriced, CallOutcome.Success, Cancel);

        (await bench.StatusAsync()).Used.Should().Be(0.3m);
    }

    [Fact]
    public async Task A_free_model_passes_a_quota_in_money_that_is_used_up()
    {
        await using var bench = new GateBench(UserDay(0m) with { Unit = QuotaUnit.Usd })
        {
            Price = new PriceCeiling { IsFree = true },
        };

        (await bench.IsAdmittedAsync(GateBench.Call())).Should().BeTrue();
    }

    [Fact]
    public async Task An_answer_from_the_applications_own_cache_is_charged_nothing()
    {
        await using var bench = new GateBench(UserDay() with { Unit = QuotaUnit.Requests });
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(), Cancel);

        await reservation.SettleAsync(Used(30, 5), TenCents, CallOutcome.Cached, Cancel);

        (await bench.StatusAsync()).Used.Should().Be(0);
    }

    [Fact]
    public async Task A_quota_in_shadow_mode_reports_what_it_would_have_refused()
    {
        await using var bench = new GateBench(UserDay() with { Mode = QuotaMode.Shadow });

        (await bench.IsAdmittedAsync(GateBench.Call(100, 100))).Should().BeTrue();

        bench.Events.Should().ContainSingle().Which.Kind.Should().Be(QuotaEventKind.ShadowRefused);
        bench.Gate.Counters.ShadowRefused.Should().Be(1);
    }

    [Fact]
    public async Task Each_threshold_is_reported_once_by_the_settlement_that_crosses_it()
    {
        await using var bench = new GateBench(UserDay() with { WarnAt = 0.5, CriticalAt = 0.9 });
        foreach (long output in new[] { 30, 25, 10, 30 })
        {
            QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(0, output), Cancel);
            await reservation.SettleAsync(Used(0, output), TenCents, CallOutcome.Success, Cancel);
        }

        bench.Events.Select(e => e.Kind).Should().Equal(QuotaEventKind.Warning, QuotaEventKind.Critical);
    }

    [Fact]
    public async Task An_expected_estimate_holds_what_is_usual_and_the_bound_says_what_it_leaves_open()
    {
        await using var bench = new GateBench(UserDay(10_000) with { Estimate = QuotaEstimate.Expected });

        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(100, 4_000), Cancel);

        (await bench.StatusAsync()).Held.Should().Be(100 + 256);
        bench.Gate.Counters.OvershootBoundTokens.Should().Be(4_000 - 256);
        await reservation.SettleAsync(Used(100, 1_000), TenCents, CallOutcome.Success, Cancel);
        bench.Gate.Counters.OvershootBoundTokens.Should().Be(0);
        bench.Gate.Counters.OverrunTokens.Should().Be(1_000 - 256);
    }

    [Fact]
    public async Task An_extension_holds_more_and_is_given_back_with_the_settlement()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        await reservation.ExtendAsync(Used(0, 20), Cancel);
        (await bench.StatusAsync()).Held.Should().Be(90);
        Func<Task> tooMuch = async () => await reservation.ExtendAsync(Used(0, 20), Cancel);
        await tooMuch.Should().ThrowAsync<QuotaExceededException>();
        await reservation.SettleAsync(Used(30, 50), TenCents, CallOutcome.Success, Cancel);

        (await bench.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 80 && status.Held == 0);
        bench.Gate.Counters.Overruns.Should().Be(0);
    }

    [Fact]
    public async Task At_midnight_a_new_day_begins_and_an_older_call_is_charged_to_its_own()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation yesterday = await bench.Quotas.ReserveAsync(GateBench.Call(60, 40), Cancel);
        bench.Time.Advance(TimeSpan.FromHours(12));

        (await bench.IsAdmittedAsync(GateBench.Call(60, 40))).Should().BeTrue();
        await yesterday.SettleAsync(Used(60, 40), TenCents, CallOutcome.Success, Cancel);

        (await bench.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 0 && status.Held == 100);
    }

    [Fact]
    public async Task The_status_foretells_when_the_limit_is_reached()
    {
        await using var bench = new GateBench(UserDay());
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(40, 40), Cancel);
        await reservation.SettleAsync(Used(40, 40), TenCents, CallOutcome.Success, Cancel);

        (await bench.StatusAsync()).ProjectedExhaustion
            .Should().Be(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_check_holds_nothing()
    {
        await using var bench = new GateBench(UserDay());

        (await bench.Quotas.CheckAsync(GateBench.Call(30, 40), Cancel)).Allowed.Should().BeTrue();

        (await bench.StatusAsync()).Held.Should().Be(0);
    }
}
