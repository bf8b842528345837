using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class RecordedExchangeTests
{
    private readonly UsageReaderCatalog _catalog = new([]);
    private readonly ResponseScan _scan = new();

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Every_recorded_exchange_reads_as_its_provider_counted_it(int pieceLength)
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);

        var differences = new List<string>();
        foreach (Recording recording in Recordings.Read("*.har"))
        {
            differences.AddRange(recording.Differences(Read(recording, pieceLength)));
        }

        string.Join("\n", differences).Should().BeEmpty();
    }

    private UsageReading Read(Recording recording, int pieceLength)
    {
        _scan.Clear();
        if (!_catalog.TryRecognize(recording.Request, out IUsageReader reader, out _)) return _scan.Reading;

        using HttpResponseMessage head = recording.OpenHead();
        _scan.Begin(reader, new WireResponse(recording.Status, recording.MediaType, head.Headers));
        for (int at = 0; at < recording.Body.Length;)
        {
            int length = Math.Min(pieceLength, recording.Body.Length - at);
            // A copy, so that nothing can be read from where the piece once was.
            _scan.Append(recording.Body.AsSpan(at, length).ToArray());
            at += length;
        }

        _scan.End();
        return _scan.Reading;
    }
}
