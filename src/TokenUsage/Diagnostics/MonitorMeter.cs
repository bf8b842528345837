using System.Diagnostics.Metrics;

namespace TokenUsage.Diagnostics;

/// <summary>The one meter that all instruments of the monitor belong to.</summary>
/// <remarks>Each layer makes its own instruments on it: a list of all in one place would have to know every layer.</remarks>
internal sealed class MonitorMeter(IMeterFactory factory)
{
    /// <summary>The name under which exporters subscribe: <c>AddMeter("TokenUsage")</c>.</summary>
    public const string Name = "TokenUsage";

    /// <summary>Gets the meter. The factory owns it and ends it with the container.</summary>
    public Meter Meter { get; } = factory.Create(Name);
}
