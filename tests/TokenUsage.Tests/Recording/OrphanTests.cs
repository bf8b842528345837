namespace TokenUsage.Tests.Recording;

/// <summary>What a process leaves behind that dies while another one runs.</summary>
public sealed class OrphanTests : IDisposable
{
    private static readonly TimeSpan AdoptionInterval = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_adopted_while_the_other_goes_on()
    {
        var down = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var dying = new RecorderRig(RecorderRig.Journalled(_folder), down);
        await using var living = new RecorderRig(RecorderRig.Journalled(_folder));
        List<Guid> left = dying.Offer(700);
        await dying.DisposeAsync();

        living.Time.Advance(AdoptionInterval);
        FlushReport report = await living.FlushAsync();

        report.Should().Be(new FlushReport { Recovered = 700, Stored = 700 });
        living.Store.Order.Should().Equal(left);
    }

    [Fact]
    public async Task Its_folder_is_gone_once_its_records_are_stored()
    {
        var down = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var dying = new RecorderRig(RecorderRig.Journalled(_folder), down);
        await using var living = new RecorderRig(RecorderRig.Journalled(_folder));
        dying.Offer(10);
        await dying.DisposeAsync();

        living.Time.Advance(AdoptionInterval);
        await living.FlushAsync();
        living.Time.Advance(AdoptionInterval);

        Directory.GetDirectories(_folder.Path).Should().ContainSingle("the living one has its own");
    }
}
