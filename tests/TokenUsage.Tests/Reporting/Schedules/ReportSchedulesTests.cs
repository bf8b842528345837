using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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

    private static async Task<ReportRun> RunAsync(ServiceProvider services) =>
        await services.GetRequiredService<IReportSchedules>().RunDueAsync(Token);

    private ServiceProvider Build(string zone = "UTC")
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddTokenMonitoring()
            .AddReportSink(_sink)
            .ConfigureReportSchedules(options => options.Folder = _folder)
            .AddReportSchedule(new ReportSchedule { Name = "m", Request = new ReportRequest { TimeZone = zone } });
        return services.BuildServiceProvider();
    }
}
