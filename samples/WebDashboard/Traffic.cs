using TokenUsage;

namespace WebDashboard;

/// <summary>Asks on behalf of users who are not there: a month of history at first, then several calls a second.</summary>
internal sealed class Traffic(
    ChatService chat, ITokenTracker tracker, ITokenUsageStats stats, TimeProvider time)
    : BackgroundService
{
    private static readonly string[] Users = ["alice", "bob", "carol", "dmitri", "emma", "farid"];
    private static readonly string[] Features = ["search", "chat", "summaries"];
    private static readonly string[] Agents = ["assistant", "planner"];
    private static readonly string[] Projects = ["acme", "globex"];
    private static readonly (string Model, decimal Usd)[] Models =
    [
        ("gpt-4o-mini", 0.0006m), ("gpt-4o-mini", 0.0005m),
        ("gpt-4o", 0.011m), ("gpt-4.1", 0.009m), ("o4-mini", 0.006m),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        UsageSummary past = await stats.QueryAsync(new UsageQuery(), stoppingToken);
        if (past.Totals.Calls == 0) await WriteHistoryAsync(stoppingToken);

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(400), time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await AskAsync(stoppingToken);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        string user = Pick(Users);
        var turn = new ChatTurn(user, $"{user}-1", Pick(Features), Pick(Models).Model, "Is it sunny in Oslo?")
        {
            Agent = Pick(Agents),
            Project = Pick(Projects),
        };
        try
        {
            await chat.AskAsync(turn, cancellationToken);
        }
        catch (QuotaExceededException)
        {
            // The user is out of tokens for today: the dashboard shows it as a refused call.
        }
    }

    private async Task WriteHistoryAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        for (int hour = 24 * 60; hour > 0; hour--)
        {
            DateTimeOffset start = now.AddHours(-hour);
            int calls = start.Hour is > 7 and < 19 ? 12 : 2;
            if (hour is > 100 and < 104) calls *= 8; // a loop that somebody forgot
            for (int i = 0; i < calls; i++)
            {
                tracker.TryRecord(Remember(start.AddMinutes(i * 4 % 60)));
            }

            if (hour % 48 == 0) await tracker.FlushAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }

    private static UsageRecord Remember(DateTimeOffset at)
    {
        (string model, decimal usd) = Pick(Models);
        string user = Pick(Users);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            Provider = "openai",
            Model = model,
            Operation = "chat",
            StartedAt = at,
            Duration = TimeSpan.FromMilliseconds(Random.Shared.Next(200, 3_000)),
            Tokens = new TokenCounts
            {
                Input = Random.Shared.Next(200, 6_000),
                CachedInput = Random.Shared.Next(0, 200),
                Output = Random.Shared.Next(50, 1_200),
            },
            Cost = new Cost { Status = CostStatus.Priced, Usd = usd, ListUsd = usd, BilledUsd = usd },
            Dimensions = new UsageDimensions
            {
                User = user,
                Session = $"{user}-0",
                Feature = Pick(Features),
                Agent = Pick(Agents),
                Project = Pick(Projects),
            },
        };
    }

    private static T Pick<T>(T[] items) => items[Random.Shared.Next(items.Length)];
}
