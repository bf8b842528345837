using BudgetGuard;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenUsage;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
File.Delete("budget.db.quotas");

// snippet: define
builder.Services.AddTokenMonitoring()
    .UseSqlite("Data Source=budget.db")
    .AddQuota("dear-models", q => q.Where(Dimension.Model, "gpt-4o").Usd(0.05m).Daily("Europe/Berlin").WarnAt(0.8))
    .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(20_000).Daily("Europe/Berlin").WarnAt(0.8, 0.9))
    .AddQuota("chat", q => q.Where(Dimension.Feature, "chat").Tokens(800).EstimateBy(QuotaEstimate.InputOnly));
// end-snippet

// snippet: fallback
builder.Services.AddChatClient(new TalkativeModel())
    .UseTokenFallback(models => models.Add("gpt-4o").Add("gpt-4o-mini"))
    .UseTokenMonitoring(capture => capture.CutAtLimit = true);
// end-snippet

using IHost host = builder.Build();
await host.StartAsync();
var guard = new Walkthrough(
    host.Services.GetRequiredService<IChatClient>(), host.Services.GetRequiredService<ITokenQuotas>());
await guard.FallBackAsync();
await guard.CutAsync();
await guard.RefuseAsync();
await guard.HaltAsync();
await host.StopAsync();
