using CustomReader;
using TokenUsage;

// snippet: register
await using TokenMonitor monitor = TokenMonitor.Create(builder => builder
    .AddReader(new AcmeReader()));

using var http = new HttpClient(monitor.CreateHandler(new AcmeServer()));
// end-snippet

foreach (string query in (string[])["", "?stream"])
{
    using HttpResponseMessage answer =
        await http.PostAsync("https://models.acme.example/generate" + query, content: null);
    await answer.Content.ReadAsStringAsync();
}

await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(10));

await foreach (UsageRecord record in monitor.Stats.ReadAsync(
    new UsageQuery { Range = TimeRange.Last(TimeSpan.FromHours(1)) }))
{
    string searches = string.Join(", ", record.Meters.Select(meter => $"{meter.Name} {meter.Quantity}"));
    Console.WriteLine(
        $"{record.Provider} {record.Model}: {record.Tokens.Input} in ({record.Tokens.CachedInput} cached), "
        + $"{record.Tokens.Output} out, {record.Source} {searches}");
}
