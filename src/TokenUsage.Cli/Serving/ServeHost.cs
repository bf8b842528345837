using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenUsage.Admission;
using TokenUsage.Alerting;
using TokenUsage.Cli.Configuration;
using TokenUsage.Email;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Serving;

/// <summary>Puts the standing service together: the dashboard, alerts, and reports over one store.</summary>
internal static class ServeHost
{
    /// <exception cref="InputException">A setting cannot be meant.</exception>
    public static async Task<WebApplication> BuildAsync(ServeRequest request, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        if (request.Config is { } file)
            builder.Configuration.AddInMemoryCollection(ConfigurationFile.Read(file).AsEnumerable());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (request.Address is { } address)
            builder.WebHost.UseSetting("urls", address.GetLeftPart(UriPartial.Authority));
        AddMonitor(builder, request);
        WebApplication app = builder.Build();
        await AdoptAsync(app.Services, cancellationToken);
        return app;
    }

    private static void AddMonitor(WebApplicationBuilder builder, ServeRequest request)
    {
        List<string> faults = [];
        ReportSchedule[] schedules = [.. ServeSettings.SchedulesOf(builder.Configuration, faults)];
        Action<EmailAlertOptions>? email = ServeSettings.EmailOf(builder.Configuration, faults);
        if (faults.Count > 0) throw new InputException(string.Join(Environment.NewLine, faults));

        // In memory: it records nothing itself, and must not adopt the journal of an application that lives.
        ITokenMonitoringBuilder monitor = builder.Services
            .AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseReports()
            .ConfigureAlerts(LeaveOutOwnProcess)
            .ConfigureReportSchedules(options => options.Folder = request.Reports.FullName);
        request.Store.Configure(monitor, mayCreate: false);
        foreach (ReportSchedule schedule in schedules.Concat(request.Schedules)) monitor.AddReportSchedule(schedule);
        if (email is not null) monitor.AddEmailAlerts(email).AddEmailReports(email);
    }

    // How busy this process is says nothing of the applications that it watches.
    private static void LeaveOutOwnProcess(AlertOptions options)
    {
        if (!options.UseDefaultRules) return;

        options.UseDefaultRules = false;
        foreach (AlertRule rule in DefaultRules.All)
        {
            bool isReplaced = options.Rules.Any(own => own.Name == rule.Name);
            if (!isReplaced && rule.Name is not ("cpu" or "memory")) options.Rules.Add(rule);
        }
    }

    // The quotas are the application's: what it published, and every change since.
    private static async Task AdoptAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<IUsageStore>().OpenAsync(cancellationToken);
        var log = services.GetRequiredService<IQuotaChangeLog>();
        IReadOnlyList<QuotaDefinition> published = await log.ReadPublishedAsync(cancellationToken);
        if (published.Count > 0) services.GetRequiredService<QuotaGate>().Book.Configure(published);
        await services.GetRequiredService<TokenQuotas>().RefreshAsync(cancellationToken);
    }
}
