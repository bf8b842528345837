using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Hosting;

public sealed class QuotaRegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quotas_of_the_section_hold_without_a_line_of_code()
    {
        await using TestMonitor monitor = Create(new()
        {
            ["TokenUsage:Quotas:user-day:Tokens"] = "500",
            ["TokenUsage:Quotas:user-day:Per"] = "user",
        });

        IReadOnlyList<QuotaStatus> statuses = await monitor.Services.GetRequiredService<ITokenQuotas>()
            .GetStatusAsync(new UsageDimensions { User = "alice" }, Token);

        statuses.Should().ContainSingle().Which.Limit.Should().Be(500);
    }

    [Fact]
    public async Task Every_fault_of_code_and_configuration_is_listed_at_start()
    {
        await using TestMonitor monitor = Create(
            new()
            {
                ["TokenUsage:Quotas:a:Tokens"] = "-1",
                ["TokenUsage:Quotas:b:Usd"] = "much",
                ["TokenUsage:Quotas:c:Requests"] = "5",
                ["TokenUsage:Quotas:c:TimeZone"] = "Mars/Olympus",
            },
            builder => builder.AddQuota("c", q => q.Requests(5).Per(Dimension.Outcome)));

        Action start = () => monitor.Services.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().Which.Message.Should()
            .Contain("Quota 'a': Limit is -1").And.Contain("Quota 'b': Usd is 'much'")
            .And.Contain("Mars/Olympus").And.Contain("'outcome' is not known before")
            .And.Contain("2 quotas have this name");
    }

    [Fact]
    public async Task A_changed_section_is_taken_up_and_a_faulty_one_is_not()
    {
        await using TestMonitor monitor = Create(new() { ["TokenUsage:Quotas:all:Tokens"] = "500" });
        foreach (IHostedService service in monitor.Services.GetServices<IHostedService>())
        {
            if (service is IHostedLifecycleService lifecycle) await lifecycle.StartingAsync(Token);
        }

        var configuration = (IConfigurationRoot)monitor.Services.GetRequiredService<IConfiguration>();
        var quotas = monitor.Services.GetRequiredService<ITokenQuotas>();

        configuration["TokenUsage:Quotas:all:Tokens"] = "700";
        configuration.Reload();
        decimal changed = (await quotas.GetStatusAsync(UsageDimensions.None, Token)).Single().Limit;
        configuration["TokenUsage:Quotas:all:Tokens"] = "-7";
        configuration.Reload();
        decimal kept = (await quotas.GetStatusAsync(UsageDimensions.None, Token)).Single().Limit;

        (changed, kept).Should().Be((700m, 700m));
    }

    [Fact]
    public async Task Without_a_quota_no_call_is_asked_for()
    {
        await using TestMonitor monitor = TestMonitor.Create();

        monitor.Services.GetRequiredService<QuotaGate>().IsActive.Should().BeFalse();
    }

    private static TestMonitor Create(
        Dictionary<string, string?> settings, Action<ITokenMonitoringBuilder>? configure = null) =>
        TestMonitor.Create(services =>
        {
            IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
            services.AddSingleton(configuration);
            configure?.Invoke(services.AddTokenMonitoring());
        });
}
