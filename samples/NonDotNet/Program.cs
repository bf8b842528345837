using TokenUsage;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddTokenMonitoring().UseSqlite("Data Source=calls.db");

// snippet: track-policy
string token = builder.Configuration["TRACK_TOKEN"] ?? "sample-token";
builder.Services.AddAuthorizationBuilder().AddPolicy("services", policy => policy.RequireAssertion(context =>
    context.Resource is HttpContext http && http.Request.Headers.Authorization == $"Bearer {token}"));
// end-snippet

WebApplication app = builder.Build();
app.UseAuthorization();

// snippet: track-map
app.MapTokenUsage("/usage", options => options.TrackPolicy = "services").RequireAuthorization("services");
// end-snippet

await app.RunAsync(builder.Configuration["urls"] ?? "http://127.0.0.1:5090");
