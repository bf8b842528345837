using Microsoft.Extensions.AI;
using TokenUsage;

namespace BudgetGuard;

/// <summary>What an application meets when its budgets run out, one step after the other.</summary>
internal sealed class Walkthrough(IChatClient chat, ITokenQuotas quotas)
{
    private const string Prompt = "Tell me everything.";

    /// <summary>The dear model's budget is small: the cheaper one takes over.</summary>
    public async Task FallBackAsync()
    {
        using IDisposable scope = UsageScope.Begin(user: "alice", feature: "report");
        for (int i = 1; i <= 4; i++)
        {
            ChatResponse answer = await chat.GetResponseAsync(Prompt, new ChatOptions { MaxOutputTokens = 2_000 });
            Console.WriteLine($"report {i}: {answer.ModelId}");
        }
    }

    /// <summary>A stream under way ends where its quota does, and what was received is charged.</summary>
    public async Task CutAsync()
    {
        using IDisposable scope = UsageScope.Begin(user: "bob", feature: "chat");
        ChatResponse answer = await chat.GetStreamingResponseAsync(Prompt).ToChatResponseAsync();
        Console.WriteLine($"stream: {answer.Text.Length:N0} characters, finish reason '{answer.FinishReason}'");
    }

    /// <summary>No model is left: the exception says which quota, how much, and until when.</summary>
    public async Task RefuseAsync()
    {
        // snippet: refused
        using IDisposable scope = UsageScope.Begin(user: "alice");
        try
        {
            while (true) await chat.GetResponseAsync(Prompt, new ChatOptions { MaxOutputTokens = 2_000 });
        }
        catch (QuotaExceededException refusal)
        {
            Console.WriteLine(refusal.Message);
        }
        // end-snippet

        // snippet: status
        foreach (QuotaStatus status in await quotas.GetStatusAsync(new UsageDimensions { User = "alice" }))
        {
            Console.WriteLine($"{status.Quota.Name}: {status.Remaining:0.##} of {status.Limit:0.##} left, "
                + $"{status.Held:0.##} held, resets {status.ResetsAt:u}");
        }
        // end-snippet
    }

    /// <summary>The emergency stop holds for every model, and survives a restart.</summary>
    public async Task HaltAsync()
    {
        // snippet: halt
        var operations = new ChangeActor("operations");
        var alice = new HaltScope { Dimension = Dimension.User, Value = "alice" };
        await quotas.HaltAsync(alice, "Runaway agent.", operations);
        // end-snippet
        using IDisposable scope = UsageScope.Begin(user: "alice");
        try
        {
            await chat.GetResponseAsync(Prompt);
        }
        catch (QuotaExceededException refusal)
        {
            Console.WriteLine(refusal.Message);
        }

        await quotas.ResumeAsync(alice, operations);
    }
}
