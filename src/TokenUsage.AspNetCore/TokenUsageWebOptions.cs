using Microsoft.AspNetCore.Http;

namespace TokenUsage.AspNetCore;

/// <summary>What the web door shows, and to whom.</summary>
public sealed class TokenUsageWebOptions
{
    /// <summary>Gets or sets the authorization policy that those must meet who halt calls or change limits.</summary>
    /// <value>The default, <see langword="null"/>, lets nobody change anything.</value>
    public string? WritePolicy { get; set; }

    /// <summary>Gets or sets the authorization policy of services that report their own calls with <c>POST api/track</c>.</summary>
    /// <value>The default, <see langword="null"/>, is <see cref="WritePolicy"/>.</value>
    public string? TrackPolicy { get; set; }

    /// <summary>Gets or sets what says whose usage a request may see. It is asked on the server, at every request.</summary>
    /// <value>The default, <see langword="null"/>, shows everything to everybody who was let in.</value>
    public Func<HttpContext, UsageAccess>? Access { get; set; }

    /// <summary>Gets or sets the IANA name of the time zone that the dashboard begins with.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets the parts of the overview, in their order.</summary>
    /// <value>
    /// The default is <c>sentence</c>, <c>figures</c>, <c>chart</c>, <c>consumers</c>, <c>movers</c> and <c>coverage</c>.
    /// </value>
    public IList<string> Overview { get; } = [.. OverviewParts];

    /// <summary>Gets or sets the most live streams at once; a further one is answered with 503.</summary>
    /// <value>From 1 to 100,000. The default is 2,000.</value>
    public int MostLiveStreams { get; set; } = 2_000;

    private static IReadOnlyList<string> OverviewParts { get; } =
        ["sentence", "figures", "chart", "consumers", "movers", "coverage"];

    internal void Check()
    {
        List<string> faults = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            faults.Add($"TimeZone is '{TimeZone}'; use an IANA name such as Europe/Berlin.");
        if (MostLiveStreams is < 1 or > 100_000)
            faults.Add($"MostLiveStreams is {MostLiveStreams}; use 1 to 100,000.");
        faults.AddRange(Overview.Except(OverviewParts).Select(
            part => $"Overview names '{part}'; use {string.Join(", ", OverviewParts)}."));
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
