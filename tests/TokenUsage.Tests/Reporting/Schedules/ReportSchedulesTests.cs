using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Reporting.Schedules;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Reporting.Schedules;

public sealed class ReportSchedulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokenusage-reports-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 31, 22, 10, 0, TimeSpan.Zero));
    private readonly CountingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_month_is_reported_when_it_is_over_in_its_own_zone()
    {
        await using ServiceProvider services = Build("Europe/Berlin");
        await RunAsync(services);
        Directory.GetFiles(_folder, "*.csv").Should().ContainSingle().Which.Should().EndWith("m-2026-02-01.csv");

        _time.Advance(TimeSpan.FromMinutes(10));
        ReportRun run = await RunAsync(services);

        run.Made.Should().ContainSingle().Which.Should().EndWith("m-2026-03-01.csv");
    }

    [Fact]
    public async Task A_report_is_made_and_sent_once()
    {
        await using ServiceProvider services = Build();
        await RunAsync(services);

        ReportRun again = await RunAsync(services);

        again.Should().BeEquivalentTo(new ReportRun([], 0, 0, 0));
        _sink.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_sink_refuses_is_sent_again()
    {
        await using ServiceProvider services = Build();
        _sink.IsRefusing = true;
        (await RunAsync(services)).Failed.Should().Be(1);
        _sink.IsRefusing = false;

        ReportRun run = await RunAsync(services);

        run.Sent.Should().Be(1);
    }

    [Fact]
    public async Task Old_reports_leave_the_archive_and_other_files_stay()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "m-2019-01-01.csv"), "old", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "m-notes.txt"), "mine", Token);
        await using ServiceProvider services = Build();

        ReportRun run = await RunAsync(services);

        run.Deleted.Should().Be(1);
        File.Exists(Path.Combine(_folder, "m-notes.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task Of_replicas_with_folders_of_their_own_one_sends()
    {
        var leases = new InMemoryLeaseStore(null, _time);
        await using ServiceProvider first = Build(leases: leases, folder: "first");
        await using ServiceProvider second = Build(leases: new InMemoryLeaseStore(leases, _time), folder: "second");

        ReportRun[] runs = [await RunAsync(first), await RunAsync(second), await RunAsync(first)];

        runs.Sum(run => run.Sent).Should().Be(1);
        _sink.Taken.Should().ContainSingle();
    }

    [Fact]
    public async Task A_replica_that_looks_while_another_is_at_it_does_nothing()
    {
        var leases = new InMemoryLeaseStore(null, _time);
        await using ServiceProvider replica = Build(leases: new InMemoryLeaseStore(leases, _time));
        await using (await leases.TryAcquireAsync("reports", TimeSpan.FromMinutes(1), Token))
            (await RunAsync(replica)).Should().BeEquivalentTo(new ReportRun([], 0, 0, 0));

        (await RunAsync(replica)).Sent.Should().Be(1);
    }

    [Fact]
    public async Task What_one_replica_could_not_send_another_may()
    {
        var leases = new InMemoryLeaseStore(null, _time);
        await using ServiceProvider first = Build(leases: leases, folder: "first");
        await using ServiceProvider second = Build(leases: new InMemoryLeaseStore(leases, _time), folder: "second");
        _sink.IsRefusing = true;
        (await RunAsync(first)).Failed.Should().Be(1);
        _sink.IsRefusing = false;

        (await RunAsync(second)).Sent.Should().Be(1);
    }

    [Fact]
    public async Task A_report_that_charges_nobody_cannot_have_the_format_focus()
    {
        var schedule = new ReportSchedule { Name = "m", Formats = ["focus"] };
        var options = new ReportScheduleOptions();
        options.Schedules.Add(schedule);

        new ReportScheduleOptionsValidator().Validate(null, options).FailureMessage.Should().Contain("ChargeTo");
        await using ServiceProvider services = Build(
            schedule: schedule with { Request = new ReportRequest { ChargeTo = Dimension.Project } });
        (await RunAsync(services)).Made.Should().ContainSingle().Which.Should().EndWith("m-2026-02-01.focus.csv");
        _sink.Taken.Should().ContainSingle();
    }

    private static async Task<ReportRun> RunAsync(ServiceProvider services) =>
        await services.GetRequiredService<IReportSchedules>().RunDueAsync(Token);

    private ServiceProvider Build(
        string zone = "UTC", ILeaseStore? leases = null, string folder = "", ReportSchedule? schedule = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        if (leases is not null) services.AddSingleton(leases);
        services.AddTokenMonitoring()
            .AddReportSink(_sink)
            .ConfigureReportSchedules(options => options.Folder = Path.Combine(_folder, folder))
            .AddReportSchedule(schedule
                ?? new ReportSchedule { Name = "m", Request = new ReportRequest { TimeZone = zone } });
        return services.BuildServiceProvider();
    }
}
