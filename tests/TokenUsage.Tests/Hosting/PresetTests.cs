using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TokenUsage.Diagnostics;

namespace TokenUsage.Tests.Hosting;

public sealed class PresetTests
{
    [Fact]
    public void Every_preset_is_within_the_ranges()
    {
        foreach (MonitoringPreset preset in Enum.GetValues<MonitoringPreset>())
        {
            TokenMonitoringOptions options = new TokenMonitoringOptions().Use(preset);

            new TokenMonitoringOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue("{0}", preset);
        }
    }

    [Theory]
    [InlineData("Development", SetupFailureRule.RunUnmonitored)]
    [InlineData("Production", SetupFailureRule.Throw)]
    [InlineData("Staging", SetupFailureRule.Throw)]
    public void The_environment_chooses_the_preset(string environment, SetupFailureRule expected) =>
        Read(s => s.AddTokenMonitoring(new Environment(environment))).OnSetupFailure.Should().Be(expected);

    [Theory]
    [InlineData("Test")]
    [InlineData("Testing")]
    public void Tests_have_no_alerts_and_remember_nothing(string environment) =>
        Read(s => s.AddTokenMonitoring(new Environment(environment))).Stages.Should().Be(
            MonitoringStages.All & ~(MonitoringStages.Alerts | MonitoringStages.Cache));

    [Fact]
    public void What_is_configured_beside_a_preset_wins() => Read(
        services => services.AddTokenMonitoring(
            MonitoringPreset.HighThroughput, options => options.Recording.BatchSize = 7))
        .Recording.BatchSize.Should().Be(7);

    private static TokenMonitoringOptions Read(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value;
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
