using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class JournalRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_offered_is_stored_in_order_and_counted()
    {
        await using var rig = new RecorderRig(RecorderRig.Journalled(_folder));

        List<Guid> offered = rig.Offer(1_234);
        FlushReport report = await rig.FlushAsync();

        rig.Store.Order.Should().Equal(offered);
        report.Should().Be(new FlushReport { Offered = 1_234, Stored = 1_234 });
    }

    [Fact]
    public async Task A_journal_that_is_drained_leaves_no_file()
    {
        var rig = new RecorderRig(RecorderRig.Journalled(_folder));

        rig.Offer(50_000);
        await rig.FlushAsync();
        await rig.DisposeAsync();

        _folder.Files("*").Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_store_did_not_take_before_the_end_is_taken_at_the_next_start()
    {
        var store = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var first = new RecorderRig(RecorderRig.Journalled(_folder), store);
        List<Guid> offered = first.Offer(30_000);
        await first.DisposeAsync();
        first.Recorder.Report().Should().Be(new FlushReport { Offered = 30_000, Pending = 30_000 });

        store.At = (_, _, _) => Task.CompletedTask;
        await using var second = new RecorderRig(RecorderRig.Journalled(_folder), store);
        FlushReport report = await second.FlushAsync();

        store.Order.Should().Equal(offered);
        report.Should().Be(new FlushReport { Recovered = 30_000, Stored = 30_000 });
    }

    [Fact]
    public async Task Recovered_records_go_before_new_ones()
    {
        var store = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var first = new RecorderRig(RecorderRig.Journalled(_folder), store);
        List<Guid> older = first.Offer(700);
        await first.DisposeAsync();

        await using var second = new RecorderRig(RecorderRig.Journalled(_folder), store);
        List<Guid> newer = second.Offer(700);
        store.At = (_, _, _) => Task.CompletedTask;
        await second.FlushAsync();

        store.Order.Should().Equal(older.Concat(newer));
    }

    [Fact]
    public async Task A_record_that_comes_after_the_end_is_taken_at_the_next_start()
    {
        var rig = new RecorderRig(RecorderRig.Journalled(_folder));
        await rig.DisposeAsync();

        rig.Recorder.TryRecord(rig.Record()).Should().BeTrue();
        rig.Recorder.Report().Should().Be(new FlushReport { Offered = 1, Pending = 1 });

        await using var next = new RecorderRig(RecorderRig.Journalled(_folder));
        (await next.FlushAsync()).Should().Be(new FlushReport { Recovered = 1, Stored = 1 });
    }

    [Fact]
    public async Task Two_processes_share_the_path_and_neither_takes_what_the_other_holds()
    {
        var down =
            new FaultyStore { At = (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) };
        var holder = new RecorderRig(RecorderRig.Journalled(_folder), down);
        holder.Offer(10);

        await using var other = new RecorderRig(RecorderRig.Journalled(_folder));
        (await other.FlushAsync()).Recovered.Should().Be(0);

        await holder.DisposeAsync();
    }

    [Fact]
    public async Task Awaiting_a_record_ends_with_the_next_flush_to_disk_and_not_with_the_store()
    {
        var down =
            new FaultyStore { At = (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) };
        var rig = new RecorderRig(RecorderRig.Journalled(_folder), down);

        await rig.AdvanceUntil(rig.Recorder.RecordAsync(rig.Record(), TestContext.Current.CancellationToken).AsTask());

        rig.Recorder.Report().Pending.Should().Be(1);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task A_full_journal_folds_and_loses_no_token()
    {
        var gate = new TaskCompletionSource();
        var store = new FaultyStore { At = (_, _, _) => gate.Task };
        await using var rig = new RecorderRig(RecorderRig.Journalled(_folder, capacity: 500), store);

        rig.Offer(3_000).Should().HaveCount(3_000);
        gate.SetResult();
        FlushReport report = await rig.FlushAsync();

        report.IsBalanced.Should().BeTrue();
        report.Folded.Should().BeInRange(1_500, 2_500);
        store.Records.Sum(record => record.Tokens.Total!.Value).Should().Be(3L * 3_000 * 3_001 / 2);
    }

    [Fact]
    public async Task A_record_too_large_for_the_journal_keeps_its_totals()
    {
        await using var rig = new RecorderRig(RecorderRig.Journalled(_folder));

        rig.Recorder.TryRecord(rig.Record(7) with { Endpoint = new string('x', 200_000) }).Should().BeTrue();
        FlushReport report = await rig.FlushAsync();

        report.Folded.Should().Be(1);
        rig.Store.Records.Should().ContainSingle().Which.Tokens.Total.Should().Be(21);
    }

    [Fact]
    public async Task Files_and_folders_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var rig = new RecorderRig(RecorderRig.Journalled(_folder));
        rig.Offer(1);

        foreach (string file in _folder.Files("*"))
        {
            if (OperatingSystem.IsWindows()) continue;

            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Path.GetDirectoryName(file)!)
                .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_one_error_that_names_the_setting()
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        Func<RecorderRig> start = () => new RecorderRig(
            new RecordingOptions { Durability = Durability.Journal, JournalPath = Path.Combine(file, "journal") });

        start.Should().Throw<IOException>().WithMessage("*RecordingOptions.JournalPath*");
    }

    [Fact]
    public async Task Poison_is_kept_aside_in_a_file_that_outlives_the_process()
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input == 5 };
        var rig = new RecorderRig(RecorderRig.Journalled(_folder), store);

        rig.Offer(20);
        FlushReport report = await rig.FlushAsync();
        await rig.DisposeAsync();

        report.Should().Be(new FlushReport { Offered = 20, Stored = 19, Quarantined = 1 });
        File.ReadAllLines(_folder.Files("kept-aside-*.jsonl").Single()).Should().ContainSingle()
            .Which.Should().Contain("cannot be stored");
    }

    [Fact]
    public async Task A_damaged_record_is_recovered_as_a_quarantined_one_and_the_others_are_stored()
    {
        var store = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var first = new RecorderRig(RecorderRig.Journalled(_folder), store);
        List<Guid> offered = first.Offer(1_200);
        await first.DisposeAsync();
        Damage(_folder.Files("*.seg").Single());

        store.At = (_, _, _) => Task.CompletedTask;
        await using var second = new RecorderRig(RecorderRig.Journalled(_folder), store);
        FlushReport report = await second.FlushAsync();

        report.Should().Be(new FlushReport { Recovered = 1_200, Stored = 1_199, Quarantined = 1 });
        store.Order.Should().Equal(offered.Skip(1));
    }

    private static void Damage(string segment)
    {
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[JournalSegment.HeaderBytes + JournalFrame.HeaderBytes + 20] ^= 1;
        File.WriteAllBytes(segment, bytes);
    }
}
