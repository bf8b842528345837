using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Providers;

namespace TokenUsage.Tokenizers.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void The_estimator_before_goes_on_for_what_is_not_known()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring().UseTokenizers();
        using ServiceProvider provider = services.BuildServiceProvider();

        ITokenEstimator estimator = provider.GetRequiredService<ITokenEstimator>();

        estimator.Should().BeOfType<OpenAITokenEstimator>();
        estimator.EstimateTokens("anthropic", "claude-sonnet-4-5", new string('x', 340)).Should().Be(100);
    }

    [Fact]
    public void The_verb_before_the_monitor_is_an_error_that_says_so()
    {
        ITokenMonitoringBuilder builder = new ServiceCollection().AddTokenMonitoring();
        builder.Services.Clear();

        FluentActions.Invoking(() => builder.UseTokenizers())
            .Should().Throw<InvalidOperationException>().WithMessage("*AddTokenMonitoring*");
    }
}
