using System.Diagnostics;

namespace TokenUsage.Diagnostics;

/// <summary>Finds out whether an instrumentation of Microsoft.Extensions.AI stands further out in the pipeline.</summary>
/// <remarks>
/// It emits the same metrics, and nothing leads from a client to what is around it. Its activity tells where traces are recorded;
/// where only metrics are, the call itself does: the instrumentation is on the stack. One look, at a client's first call.
/// </remarks>
internal sealed class OuterTelemetry
{
    private const string Prefix = "Microsoft.Extensions.AI.OpenTelemetry";

    private volatile bool _isKnown;
    private volatile bool _isThere;

    /// <summary>Gets whether it is there. To be asked in the synchronous part of a call.</summary>
    public bool IsThere
    {
        get
        {
            if (_isKnown) return _isThere;

            _isThere = IsOnStack();
            _isKnown = true;
            return _isThere;
        }
    }

    private static bool IsOnStack()
    {
        foreach (StackFrame frame in new StackTrace(skipFrames: 2, fNeedFileInfo: false).GetFrames())
        {
            string? type = DiagnosticMethodInfo.Create(frame)?.DeclaringTypeName;
            if (type is not null && type.StartsWith(Prefix, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
