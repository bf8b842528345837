using TokenUsage.Tests.Providers;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>Every recorded answer, left by its caller after each of its events.</summary>
public sealed class AbandonmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_is_left_after_any_of_its_events_is_recorded_once_never_as_zero_and_never_above_the_truth()
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);
        await using var monitor = new RecordedMonitor();
        var body = new RecordedBody();
        using HttpMessageInvoker client = monitor.CreateClient(body);
        var faults = new List<string>();

        foreach (Exchange recording in Recordings.Read("*.har").Where(r => r.Method == "POST"))
        {
            body.Recording = recording;
            await AbandonAsync(client, recording, recording.Body.Length + 1, faults);
            UsageRecord whole = (await monitor.TakeAsync()).Single();
            int calls = 0;
            foreach (int end in Boundaries.Events(recording))
            {
                await AbandonAsync(client, recording, end, faults);
                calls++;
            }

            IReadOnlyList<UsageRecord> records = await monitor.TakeAsync();
            if (records.Count != calls) faults.Add($"{recording.Id}: {records.Count} records of {calls} calls");
            faults.AddRange(records.SelectMany(record => Faults(recording, record, whole)));
        }

        string.Join("\n", faults).Should().BeEmpty();
    }

    private static async Task AbandonAsync(
        HttpMessageInvoker client, Exchange recording, int end, List<string> faults)
    {
        using HttpRequestMessage request = RecordedMonitor.Ask(recording);
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
        var seen = new byte[end];
        int length = await CallerReads.ReadAsync(stream, seen, CallerReads.Every(end), end, Token);
        if (!seen.AsSpan(0, length).SequenceEqual(recording.Body.AsSpan(0, length)))
            faults.Add($"{recording.Id}: the bytes up to {end} changed");
    }

    private static IEnumerable<string> Faults(Exchange recording, UsageRecord record, UsageRecord whole)
    {
        string at = $"{recording.Id}: {record.Outcome} {record.Source}";
        if (record.Cost.Status == CostStatus.Free) yield break;

        if (record.Tokens.Total is null or 0 && whole.Tokens.Total is not (null or 0))
            yield return $"{at}: nothing is charged, the truth is {whole.Tokens}";
        if (record.Source != UsageSource.Estimated && Above(record.Tokens.Input, whole.Tokens.Input))
            yield return $"{at}: input {record.Tokens.Input} is above {whole.Tokens.Input}";
        if (record.Source == UsageSource.Reported && Above(record.Tokens.Output, whole.Tokens.Output))
            yield return $"{at}: output {record.Tokens.Output} is above {whole.Tokens.Output}";
        if (Above(record.Tokens.Output, whole.Tokens.Output))
            yield return $"EST {at}: output {record.Tokens.Output} is above {whole.Tokens.Output}";
    }

    private static bool Above(long? count, long? truth) => truth is not null && count > truth;
}
