using System.Text.Json;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Stores;

public sealed class StatusCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_tells_what_waits_in_the_journal_and_leaves_it_there()
    {
        await _folder.ImportAsync(StoreFolder.Line(1));
        await using (TokenMonitor monitor = TokenMonitor.Create(
            builder => builder.UseSqlite($"Data Source={_folder.Database}")))
        {
            await monitor.Tracker.RecordAsync(Record(), TestContext.Current.CancellationToken);
            await monitor.Tracker.FlushAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

            JsonElement status = await StatusAsync();

            status.GetProperty("journal").GetProperty("processes").GetInt32().Should().Be(1);
            status.GetProperty("journal").GetProperty("waiting").GetInt32().Should().Be(0);
        }
    }

    [Fact]
    public async Task It_tells_what_the_last_day_brought()
    {
        await using (TokenMonitor monitor = TokenMonitor.Create(
            builder => builder.UseSqlite($"Data Source={_folder.Database}")))
            await monitor.Tracker.RecordAsync(Record(), TestContext.Current.CancellationToken);

        JsonElement status = await StatusAsync();

        status.GetProperty("last_24_hours").GetProperty("input").GetInt64().Should().Be(5);
    }

    private async Task<JsonElement> StatusAsync()
    {
        CommandRun run = await CommandRun.OfAsync(StatusCommand.Create(), "--store", _folder.Database, "--json");
        run.Code.Should().Be(0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static UsageRecord Record() => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = TimeProvider.System.GetUtcNow(),
        Provider = "openai",
        Operation = "chat",
        Model = "gpt-4o",
        Tokens = new TokenCounts { Input = 5, Output = 1 },
        Cost = Cost.Unpriced,
    };
}
