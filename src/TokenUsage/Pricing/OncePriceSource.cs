namespace TokenUsage.Pricing;

/// <summary>Prices that were handed over once, as a stream.</summary>
internal sealed class OncePriceSource(byte[] content, string name, bool isOverride) : IPriceSource
{
    private int _isGiven;

    public string Name => name;

    public bool IsOverride => isOverride;

    public ValueTask<Stream?> OpenIfChangedAsync(CancellationToken cancellationToken) => new(
        Interlocked.Exchange(ref _isGiven, 1) == 0 ? new MemoryStream(content, writable: false) : (Stream?)null);
}
