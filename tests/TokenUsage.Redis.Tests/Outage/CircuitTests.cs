using Microsoft.Extensions.Time.Testing;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis.Tests.Outage;

public sealed class CircuitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Five_failures_within_ten_seconds_open_it_once()
    {
        var circuit = new Circuit(_time);

        bool[] opened = [.. Enumerable.Range(0, 7).Select(_ => circuit.Fail())];

        opened.Should().Equal(false, false, false, false, true, false, false);
        circuit.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Failures_that_are_further_apart_do_not_open_it()
    {
        var circuit = new Circuit(_time);
        for (int i = 0; i < 20; i++)
        {
            circuit.Fail();
            _time.Advance(TimeSpan.FromSeconds(2.6));
        }

        circuit.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Once_closed_it_takes_five_new_failures()
    {
        var circuit = new Circuit(_time);
        for (int i = 0; i < 5; i++) circuit.Fail();

        circuit.Close();

        circuit.Fail().Should().BeFalse();
        circuit.IsOpen.Should().BeFalse();
    }
}
