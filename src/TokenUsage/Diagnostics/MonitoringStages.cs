namespace TokenUsage.Diagnostics;

/// <summary>The parts of the monitor that can be switched off, each by itself.</summary>
[Flags]
public enum MonitoringStages
{
    /// <summary>Nothing is watched: calls pass as if the monitor were not there.</summary>
    None = 0,

    /// <summary>Calls are observed. Without it nothing is recorded, and no quota is asked.</summary>
    Tracking = 1,

    /// <summary>Calls are priced. Without it every record is unpriced, and quotas in money count nothing.</summary>
    Pricing = 2,

    /// <summary>Quotas are asked before calls. Without it nothing is refused.</summary>
    Quotas = 4,

    /// <summary>Buckets of time are held in memory. Without it <see cref="ILiveUsage"/> refuses; the totals stay.</summary>
    Aggregation = 8,

    /// <summary>Events are told. Without it <see cref="IUsageFeed"/> takes no subscriber, and there are no alerts.</summary>
    Feed = 16,

    /// <summary>Answers are remembered. Without it every query reads the store.</summary>
    Cache = 32,

    /// <summary>Rules are evaluated, and messages sent.</summary>
    Alerts = 64,

    /// <summary>Records are kept. Without it they are counted and forgotten: the live totals and metrics are all there is.</summary>
    Storage = 128,

    /// <summary>Everything.</summary>
    All = Tracking | Pricing | Quotas | Aggregation | Feed | Cache | Alerts | Storage,
}
