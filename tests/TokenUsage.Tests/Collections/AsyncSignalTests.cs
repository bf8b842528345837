using TokenUsage.Collections;

namespace TokenUsage.Tests.Collections;

public sealed class AsyncSignalTests
{
    private readonly AsyncSignal _signal = new();

    [Fact]
    public void A_signal_given_before_the_wait_is_not_lost()
    {
        _signal.Set();
        _signal.Set();

        _signal.Signalled.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Resetting_forgets_it()
    {
        _signal.Set();
        _signal.Reset();

        _signal.Signalled.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void A_pulse_completes_those_who_wait_now_and_nobody_later()
    {
        Task before = _signal.Signalled;

        _signal.Pulse();

        before.IsCompleted.Should().BeTrue();
        _signal.Signalled.IsCompleted.Should().BeFalse();
    }
}
