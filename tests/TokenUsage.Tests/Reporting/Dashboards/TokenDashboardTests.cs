using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage.Tests.Reporting.Dashboards;

public sealed class TokenDashboardTests : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ITokenDashboard _dashboard;

    public TokenDashboardTests()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring();
        _services = services.BuildServiceProvider();
        _dashboard = _services.GetRequiredService<ITokenDashboard>();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public void It_begins_with_the_default_set()
    {
        _dashboard.Widgets.Select(widget => widget.Name).Should().Equal(
            "sentence", "figures", "coverage", "chart", "consumers", "quotas", "alerts", "tail");
    }

    [Fact]
    public void A_widget_with_the_name_of_another_takes_its_place()
    {
        _dashboard.Clear();
        _dashboard.Add(new FailingWidget());
        _dashboard.Add(new FailingWidget());

        _dashboard.Widgets.Should().ContainSingle();
    }

    [Fact]
    public void The_default_set_comes_back()
    {
        _dashboard.Clear();
        _dashboard.AddDefaults();

        _dashboard.Widgets.Should().HaveCount(8);
    }

    [Fact]
    public async Task A_widget_that_is_removed_is_not_drawn()
    {
        _dashboard.Remove("chart").Should().BeTrue();

        string text = await _dashboard.RenderAsync(new DashboardSize(80, 24), TestContext.Current.CancellationToken);

        text.Should().NotContain("Cost an hour");
    }

    [Fact]
    public void An_unknown_zone_is_refused()
    {
        Action set = () => _dashboard.TimeZone = "Mars/Olympus";

        set.Should().Throw<ArgumentException>().WithMessage("*Mars/Olympus*");
    }

    [Fact]
    public async Task A_new_size_is_drawn_without_being_asked()
    {
        var sizes = new Queue<DashboardSize>([new(80, 24), new(200, 50)]);
        var drawn = new List<string>();
        var isDone = new TaskCompletionSource();
        _dashboard.Start(
            () => sizes.Count > 1 ? sizes.Dequeue() : sizes.Peek(),
            (text, _) =>
            {
                drawn.Add(text);
                if (drawn.Count == 2) isDone.TrySetResult();
                return ValueTask.CompletedTask;
            });

        await isDone.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await _dashboard.StopAsync();

        drawn[1].Split('\n')[0].Length.Should().BeGreaterThan(drawn[0].Split('\n')[0].Length);
    }

    [Fact]
    public async Task It_does_not_draw_twice_at_once()
    {
        _dashboard.Start(() => new DashboardSize(80, 24), (_, _) => ValueTask.CompletedTask);

        Action again = () => _dashboard.Start(() => default, (_, _) => ValueTask.CompletedTask);

        again.Should().Throw<InvalidOperationException>();
        await _dashboard.StopAsync();
    }
}
