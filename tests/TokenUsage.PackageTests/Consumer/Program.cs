using System.Globalization;
using System.Text;
using Consumer;
using TokenUsage;

// The quick start of a program without a container, on the packed files.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = Directory.CreateTempSubdirectory("tokenusage-packed-").FullName;
try
{
    await using var monitor = TokenMonitor.Create(
        builder => builder.UseSqlite($"Data Source={Path.Combine(folder, "usage.db")}"));
    await monitor.OpenAsync();
    using var http = new HttpClient(monitor.CreateHandler(new ScriptedModel()));

    using (UsageScope.Begin(user: "alice", feature: "search"))
    {
        using var question = new StringContent(ScriptedModel.Question, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(ScriptedModel.Address, question);
    }

    await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(10));
    UsageSummary summary = await monitor.Stats.QueryAsync(new UsageQuery { Breakdowns = [Dimension.User] });
    foreach (UsageGroup user in summary.Breakdowns["user"])
    {
        Console.WriteLine($"{user.Key[0]}: {user.Totals.Tokens.Total} tokens, ${user.Totals.PricedUsd}");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
