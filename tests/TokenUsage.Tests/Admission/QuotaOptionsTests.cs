using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;

namespace TokenUsage.Tests.Admission;

public sealed class QuotaOptionsTests
{
    [Fact]
    public void Every_fault_of_every_quota_is_listed_at_once()
    {
        QuotaOptions options = Options(builder => builder
            .AddQuota("a", q => q.Tokens(-1).Daily("Mars/Olympus"))
            .AddQuota("b", q => q.Per(Dimension.Outcome).Usd(1m))
            .AddQuota("b", q => q.Requests(5).WarnAt(80))
            .AddQuota("c", q => q.Tokens(5).Sliding(TimeSpan.Zero)));

        string faults = new QuotaOptionsValidator().Validate(null, options).FailureMessage!;

        faults.Should().Contain("Quota 'a': Limit is -1; it must be from 0 to")
            .And.Contain("Quota 'a': the time zone 'Mars/Olympus' is not known")
            .And.Contain("Quota 'b': the dimension 'outcome' is not known before the call")
            .And.Contain("Quota 'b': WarnAt is 80")
            .And.Contain("Quota 'b': 2 quotas have this name")
            .And.Contain("Quota 'c': its window's Length is 00:00:00");
    }

    [Fact]
    public void The_preset_is_sound_and_says_what_its_name_says()
    {
        QuotaOptions options = Options(builder => builder.AddDefaultQuotas("Europe/Berlin"));

        new QuotaOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
        options.Quotas.Select(quota => (quota.Name, quota.Limit)).Should().Equal(
            ("user-day", 1_000_000m), ("user-month", 30_000_000m), ("user-minute", 10_000m), ("user-day-cost", 10m));
    }

    [Fact]
    public void Quotas_are_read_from_configuration()
    {
        QuotaOptions options = Options(builder => builder.AddQuotas(Section(new()
        {
            ["team-month:Usd"] = "500.50",
            ["team-month:Per"] = "project, tag:team",
            ["team-month:Where:model"] = "gpt-4o*",
            ["team-month:Window"] = "month",
            ["team-month:AnchorDay"] = "15",
            ["team-month:TimeZone"] = "Asia/Kolkata",
            ["team-month:Mode"] = "shadow",
            ["team-month:WarnAt"] = "0.8",
        })));

        new QuotaOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
        options.Quotas.Should().ContainSingle().Which.Should().BeEquivalentTo(new QuotaDefinition
        {
            Name = "team-month",
            Unit = QuotaUnit.Usd,
            Limit = 500.50m,
            Per = [Dimension.Project, Dimension.Tag("team")],
            Where = [new QuotaMatch(Dimension.Model, "gpt-4o*")],
            Window = new QuotaWindow { Kind = QuotaWindowKind.Month, AnchorDay = 15, TimeZone = "Asia/Kolkata" },
            Mode = QuotaMode.Shadow,
            WarnAt = 0.8,
        });
    }

    [Fact]
    public void What_cannot_be_read_from_configuration_is_a_fault_and_not_a_default()
    {
        QuotaOptions options = Options(builder => builder.AddQuotas(Section(new()
        {
            ["a:Tokens"] = "many",
            ["a:Per"] = "nobody",
            ["a:Windov"] = "day",
        })));

        string faults = new QuotaOptionsValidator().Validate(null, options).FailureMessage!;

        faults.Should().Contain("Tokens is 'many'").And.Contain("'nobody' is no dimension")
            .And.Contain("Windov is 'day'. There is no such setting").And.Contain("Limit is -1");
    }

    private static QuotaOptions Options(Action<ITokenMonitoringBuilder> configure)
    {
        var builder = new BareBuilder(new ServiceCollection());
        configure(builder);
        using ServiceProvider services = builder.Services.AddOptions().BuildServiceProvider();
        return services.GetRequiredService<IOptions<QuotaOptions>>().Value;
    }

    private static IConfiguration Section(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private sealed record BareBuilder(IServiceCollection Services) : ITokenMonitoringBuilder;
}
