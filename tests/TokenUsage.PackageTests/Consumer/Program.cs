using System.Globalization;
using System.Net;
using System.Text;
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

internal sealed class ScriptedModel : HttpMessageHandler
{
    public const string Address = "https://api.openai.com/v1/chat/completions";
    public const string Question = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";

    private const string Answer =
        """
        {"id":"chatcmpl-1","model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"Hi."}}],
        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}
        """;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(Answer, Encoding.UTF8, "application/json"),
        });
}
