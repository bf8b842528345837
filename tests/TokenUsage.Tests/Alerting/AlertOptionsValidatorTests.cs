using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Alerting;

namespace TokenUsage.Tests.Alerting;

public sealed class AlertOptionsValidatorTests
{
    [Fact]
    public void The_built_in_rules_are_sound_and_need_no_configuration()
    {
        AlertOptions options = Read([]);

        options.AllRules().Select(rule => rule.Name).Should().Equal(
            "quota", "cost-month", "error-rate", "latency", "cpu", "memory", "health", "unpriced-model");
        options.AllRules().SelectMany(AlertRuleFaults.Of).Should().BeEmpty();
    }

    [Fact]
    public void Each_fault_of_the_configuration_is_named_at_once()
    {
        Action read = () => _ = Read(new Dictionary<string, string?>
        {
            ["Rules:a:Kind"] = "Cost",
            ["Rules:a:Per"] = "planet",
            ["Rules:a:Thresholds"] = "1000:High,500",
            ["Rules:b:Kind"] = "Quota",
            ["Rules:b:Thresholds"] = "80",
            ["Rules:c:Expression"] = "cost // calls",
            ["Rules:c:Thresholds"] = "1",
            ["Rules:d:Kind"] = "Cots",
            ["Rules:e:Kind"] = "BurnRate",
            ["Rules:f:Kind"] = "NoData",
            ["Rules:f:Window"] = "5 minutes",
            ["Rules:f:Colour"] = "red",
            ["Rules:g:Kind"] = "Cost",
            ["Rules:g:Thresholds"] = "1000",
            ["Rules:g:RaiseAfter"] = "00:05:00",
            ["Routes:0:Channels"] = "pager",
            ["QuietTimes:0:Cron"] = "0 25 * * *",
            ["QuietTimes:0:Length"] = "08:00:00",
            ["QuietTimes:0:TimeZone"] = "Mars/Olympus",
            ["Interval"] = "00:00:00",
        });

        read.Should().Throw<OptionsValidationException>().Which.Message.Should().ContainAll(
            "'planet' is no dimension",
            "the threshold 500 follows 1000; write the lowest first",
            "a threshold is 80, which is 8000 %. Write 0.8 for 80 %, or set AllowAbove100Percent",
            "Expression: 'cost // calls' has no name or number at letter 7",
            "Rule 'd': Kind is 'Cots'. It must be one of Quota, Cost",
            "Rule 'e': Budget is missing",
            "Rule 'f': Window is '5 minutes'. It must be a time",
            "Rule 'f': Colour is 'red'. There is no such setting",
            "RaiseAfter is 00:05:00, and a rule of kind Cost looks at a sum or an event",
            "Route: there is no channel 'pager'. The channels are log",
            "The hour is '25'",
            "'Mars/Olympus', which this machine does not know",
            "Interval is 00:00:00; it must be from 00:00:01");
    }

    [Theory]
    [InlineData("http://example.org/hook", "begins with 'http:'")]
    [InlineData("/hook", "is no absolute URL")]
    [InlineData("https://me:key@example.org/", "holds a user name")]
    [InlineData("https://127.0.0.1/", "is not public")]
    [InlineData("file:///etc/passwd", "begins with 'file:'")]
    public void A_bad_address_is_named_at_start(string url, string fault)
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring()
            .AddWebhookAlerts(options => options.Url = new Uri(url, UriKind.RelativeOrAbsolute));

        Action read = () => _ = services.BuildServiceProvider().GetRequiredService<IOptions<AlertOptions>>().Value;

        read.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain(fault);
    }

    [Fact]
    public void A_rule_is_read_whole()
    {
        AlertOptions options = Read(new Dictionary<string, string?>
        {
            ["Rules:spend:Kind"] = "Cost",
            ["Rules:spend:Period"] = "Week",
            ["Rules:spend:TimeZone"] = "Europe/Berlin",
            ["Rules:spend:Thresholds"] = "800:High, 1000:Critical",
            ["Rules:spend:Per"] = "project",
            ["Rules:spend:Where:feature"] = "search, chat",
            ["Rules:spend:RemindEvery"] = "never",
            ["Rules:spend:Escalations"] = "00:15:00 log",
            ["UseDefaultRules"] = "false",
        });

        options.AllRules().Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Name = "spend",
            Kind = AlertRuleKind.Cost,
            Period = AlertPeriod.Week,
            TimeZone = "Europe/Berlin",
            Thresholds = new[]
            {
                new AlertThreshold(800, AlertSeverity.High), new AlertThreshold(1000, AlertSeverity.Critical),
            },
            RemindEvery = (TimeSpan?)null,
            Escalations = new[] { new AlertEscalation(TimeSpan.FromMinutes(15), "log") },
        });
    }

    private static AlertOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(pair => KeyValuePair.Create("TokenUsage:Alerts:" + pair.Key, pair.Value))).Build());
        services.AddTokenMonitoring();
        return services.BuildServiceProvider().GetRequiredService<IOptions<AlertOptions>>().Value;
    }
}
