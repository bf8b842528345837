using TokenUsage.Tests.Providers;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>Every recorded answer, left by its caller after each of its events.</summary>
public sealed class AbandonmentTests
{
    // The default estimator divides characters; a tokenizer in its place is exact.
    private const int MostOverestimate = 3;
    private const int FewTokens = 100;

    // The beginnings of a long stream add up to hundreds of megabytes: of those, only so much is read, evenly spread.
    // With TOKENUSAGE_EXHAUSTIVE set, all of it is.
    private const long MostBytesOfEach = 4_000_000;

    // Holds the answers of several calls one behind the other: there is no one truth to compare with.
    private const string SeveralAnswers = "azure 112 responses";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_left_after_any_of_its_events_is_recorded_once_not_as_zero_and_not_above_the_truth()
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);
        await using var monitor = new RecordedMonitor();
        var body = new RecordedBody();
        using HttpMessageInvoker client = monitor.CreateClient(body);
        var faults = new List<string>();

        foreach (Exchange recording in Recordings.Read("*.har").Where(IsOneAnswer))
        {
            body.Recording = recording;
            await AbandonAsync(client, recording, recording.Body.Length + 1, faults);
            UsageRecord whole = (await monitor.TakeAsync()).Single();
            int calls = 0;
            foreach (int end in Chosen(Boundaries.Events(recording)))
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

    private static bool IsOneAnswer(Exchange recording) =>
        recording.Method == "POST" && recording.Id != SeveralAnswers;

    private static IEnumerable<int> Chosen(IReadOnlyList<int> ends)
    {
        bool isExhaustive = Environment.GetEnvironmentVariable("TOKENUSAGE_EXHAUSTIVE") is { Length: > 0 };
        long step = isExhaustive ? 1 : 1 + (ends.Sum(end => (long)end) / MostBytesOfEach);
        return ends.Where((_, index) => index % step == 0);
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
        if (record.Cost.Status == CostStatus.Free) yield break;

        string at = $"{recording.Id}: {record.Outcome} {record.Source}";
        bool isNothing = record.Tokens.Total is null or 0;
        if (isNothing && whole.Tokens.Total > 0) yield return $"{at}: nothing is charged, the truth is {whole.Tokens}";

        // An estimate goes by the text, and may miss either way; what is passed on as the provider's own may not.
        bool isInputStated = record.Source is UsageSource.Reported or UsageSource.Partial;
        if (isInputStated && record.Tokens.Input > whole.Tokens.Input)
            yield return $"{at}: input {record.Tokens.Input} is above {whole.Tokens.Input}";
        long? most = record.Source == UsageSource.Reported
            ? whole.Tokens.Output
            : (whole.Tokens.Output * MostOverestimate) + FewTokens;
        if (record.Tokens.Output > most)
            yield return $"{at}: output {record.Tokens.Output} is above {most}";
    }
}
