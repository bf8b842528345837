using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class RemainingBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_is_told_what_its_own_user_has_left_and_nothing_of_others()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(b => b
            .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000).EstimateBy(QuotaEstimate.InputOnly)));
        using IChatClient client = monitor.Observe(new ScriptedChatClient());
        AIFunction tool = monitor.Quotas().CreateBudgetTool();
        using (UsageScope.Begin(user: "bob")) await client.GetResponseAsync("hi", cancellationToken: Token);
        using IDisposable alice = UsageScope.Begin(user: "alice");
        await client.GetResponseAsync("hi", cancellationToken: Token);

        object? answer = await tool.InvokeAsync(new AIFunctionArguments(), Token);

        using JsonDocument budgets = JsonDocument.Parse((string)answer!);
        JsonElement budget = budgets.RootElement.EnumerateArray().Should().ContainSingle().Subject;
        budget.GetProperty("budget").GetString().Should().Be("user-day");
        budget.GetProperty("remaining").GetInt64().Should().Be(985);
        budget.TryGetProperty("resets_at", out _).Should().BeTrue();
    }
}
