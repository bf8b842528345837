namespace TokenUsage.Pricing;

/// <summary>Supplies a price file from wherever the application keeps one.</summary>
/// <remarks>
/// Asked at start and then at each refresh, never on the way of a call. What it gives is read in TokenUsage's own
/// format, LiteLLM's or genai-prices', whichever it is, and passes the import gates; a fault leaves the old prices in
/// force. Exceptions are logged and count as a failed refresh.
/// </remarks>
public interface IPriceSource
{
    /// <summary>Gets the source's name, which stands in every price version.</summary>
    string Name { get; }

    /// <summary>Gets whether the prices are the application's own decision.</summary>
    /// <value>
    /// <see langword="true"/> lays them over all others. <see langword="false"/> marks another copy of the public prices,
    /// which leaves the history of the built-in ones alone.
    /// </value>
    bool IsOverride { get; }

    /// <summary>Gets the tenant whose prices these are, compared with <see cref="UsageDimensions.Project"/>.</summary>
    /// <value>A tenant's prices lie above all others, for its calls alone. The default, <see langword="null"/>, is for every call.</value>
    string? Tenant => null;

    /// <summary>Opens the prices, if they have changed.</summary>
    /// <returns>The content, which the caller disposes; <see langword="null"/> when it is as it was.</returns>
    ValueTask<Stream?> OpenIfChangedAsync(CancellationToken cancellationToken);
}
