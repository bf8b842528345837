using System.Security.Cryptography;
using TokenUsage.Providers;
using TokenUsage.Testing.Replay;
using TokenUsage.Tests.Providers;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>Every recorded answer over a real connection, read in pieces of every kind.</summary>
public sealed class LoopbackCutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("whole")]
    [InlineData("1 byte")]
    [InlineData("7 bytes")]
    [InlineData("random")]
    [InlineData("line ends, characters and frames cut apart")]
    public async Task Every_recorded_answer_passes_unchanged_and_is_recorded_once_however_it_is_cut(string cut)
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);
        Exchange current = null!;
        await using ReplayServer server = ReplayServer.Start(_ => Answer(current));
        await using var monitor = new RecordedMonitor();
        using HttpMessageInvoker client = monitor.CreateClient(server.CreateHandler());
        var differences = new List<string>();

        foreach (Exchange recording in Recordings.Read("*.har"))
        {
            current = recording;
            string seen = await HashAsync(client, recording, Reads(cut, recording));
            if (seen != Convert.ToHexString(SHA256.HashData(recording.Body)))
                differences.Add($"{recording.Id}: the bytes changed");

            IReadOnlyList<UsageRecord> records = await monitor.TakeAsync();
            int expected = IsReadAgain(recording) ? 0 : 1;
            if (records.Count != expected) differences.Add($"{recording.Id}: {records.Count} records");
            if (records.Count == 1) differences.AddRange(recording.Differences(Reading(records[0])));
        }

        string.Join("\n", differences).Should().BeEmpty();
    }

    private static async Task<string> HashAsync(HttpMessageInvoker client, Exchange recording, Func<int, int> reads)
    {
        using HttpRequestMessage request = RecordedMonitor.Ask(recording);
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
        var seen = new byte[recording.Body.Length + 1];
        int length = await CallerReads.ReadAsync(stream, seen, reads, seen.Length, Token);
        return Convert.ToHexString(SHA256.HashData(seen.AsSpan(0, length)));
    }

    // A stored answer that is read again was billed before. One that was made in the background is billed where its
    // usage is first read, and no recording reads the same one twice.
    private static bool IsReadAgain(Exchange recording) =>
        recording.Method == "GET" && recording.Body.AsSpan().IndexOf("\"background\": true"u8) < 0
        && recording.Body.AsSpan().IndexOf("\"background\":true"u8) < 0;

    private static Func<int, int> Reads(string cut, Exchange recording) => cut switch
    {
        "1 byte" => CallerReads.Every(1),
        "7 bytes" => CallerReads.Every(7),
        "random" => CallerReads.Random(seed: recording.Body.Length),
        "whole" => CallerReads.Every(int.MaxValue / 2),
        _ => CallerReads.At(Boundaries.Awkward(recording)),
    };

    private static ReplayAnswer Answer(Exchange recording) => new()
    {
        Status = recording.Status,
        MediaType = recording.MediaType,
        Headers = [.. recording.Headers.Where(h => !IsFraming(h.Key))],
        Pieces = [recording.Body],
    };

    // How the bytes travelled when they were recorded is not how they travel now.
    private static bool IsFraming(string header) =>
        header.ToUpperInvariant() is "TRANSFER-ENCODING" or "CONTENT-TYPE" or "CONTENT-LENGTH" or "CONTENT-ENCODING";

    private static UsageReading Reading(UsageRecord record)
    {
        var reading = new UsageReading { Tokens = record.Tokens };
        foreach (UsageMeter meter in record.Meters) reading.SetMeter(meter.Name, meter.Quantity);
        return reading;
    }
}
