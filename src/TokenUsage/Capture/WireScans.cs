using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>What one call's answer is read with; reused.</summary>
internal sealed class WireScans
{
    // The last resort for an answer that nobody disposed: without it the call would leave no record. Here and not on
    // what is made for each call, for a finaliser makes an object several times as dear; and nobody but that call's
    // objects refers to this one meanwhile.
    ~WireScans()
    {
        if (Owner is not { } owner) return;

        Owner = null;
        GC.ReRegisterForFinalize(this);
        owner.Collected();
    }

    public ResponseScan Response { get; } = new();

    /// <summary>Guards the scan, and the request's. A call that ended long ago may still ask for it, and finds that it has ended.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The observation under way.</summary>
    public WireObservation? Owner { get; set; }

    public void Clear()
    {
        Owner = null;
        Response.Clear();
    }
}
