using Microsoft.Extensions.Logging;
using TokenUsage.Diagnostics;

namespace TokenUsage;

/// <summary>Lets a failed setup halt the monitor instead of the application, where that was chosen.</summary>
internal sealed class SetupGuard(StageSwitch stages, ILogger<SetupGuard> logger)
{
    private int _isTold;
    private volatile bool _isOver;

    /// <summary>Gets whether the setup has succeeded: what fails later, such as changed settings, halts nothing.</summary>
    public bool IsOver => _isOver;

    public void Succeed() => _isOver = true;

    /// <summary>Halts the monitor and says so, once.</summary>
    public void Halt(string reason, Exception? exception = null)
    {
        stages.Halt();
        if (Interlocked.Exchange(ref _isTold, 1) == 0) logger.RunsUnmonitored(reason, exception);
    }
}
