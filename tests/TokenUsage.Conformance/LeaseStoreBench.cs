using TokenUsage.Storage;

namespace TokenUsage.Conformance;

/// <summary>Two holders of the same leases, and their clock.</summary>
public abstract class LeaseStoreBench : IAsyncDisposable
{
    public abstract ILeaseStore First { get; }

    public abstract ILeaseStore Second { get; }

    public abstract void Advance(TimeSpan time);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
