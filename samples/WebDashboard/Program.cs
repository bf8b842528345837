using TokenUsage;
using WebDashboard;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning); // several calls a second would hide the address

// snippet: web-services
builder.Services.AddTokenMonitoring()
    .UseSqlite("Data Source=dashboard.db")
    .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(400_000).Daily("Europe/Berlin").WarnAt(0.8))
    .AddQuota("service-month", q => q.Usd(50m).Monthly("Europe/Berlin").WarnAt(0.8, 0.95))
    .AddAlert("day-spend", a => a.Cost(AlertPeriod.Day, "Europe/Berlin").Per(Dimension.Project).At(0.25m));
builder.Services.AddHttpClient("models").AddTokenMonitoring();
// end-snippet

builder.Services.AddHttpClient("models").ConfigurePrimaryHttpMessageHandler(() => new ScriptedModel());
builder.Services.AddSingleton<ChatService>();
builder.Services.AddHostedService<Traffic>();
builder.Services.AddAuthorizationBuilder().AddPolicy(
    "operators", policy => policy.RequireAssertion(_ => builder.Environment.IsDevelopment()));

WebApplication app = builder.Build();
app.UseAuthorization();

app.MapPost("/chat", (ChatTurn turn, ChatService chat, CancellationToken cancellationToken) =>
    chat.AskAsync(turn, cancellationToken));

// snippet: web-map
app.MapTokenUsage("/usage", options =>
{
    options.TimeZone = "Europe/Berlin";
    options.WritePolicy = "operators"; // without it nobody can halt calls or change a limit
});
// end-snippet

await app.RunAsync();
