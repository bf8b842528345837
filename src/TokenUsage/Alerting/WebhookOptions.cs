namespace TokenUsage.Alerting;

/// <summary>Where a webhook is, and how it is reached.</summary>
public sealed class WebhookOptions
{
    /// <summary>Gets or sets the channel's name.</summary>
    public string Name { get; set; } = "webhook";

    /// <summary>Gets or sets the address.</summary>
    /// <value>An <c>https</c> URL without user name and password.</value>
    public Uri? Url { get; set; }

    /// <summary>Gets or sets the key that messages are signed with; <see langword="null"/> signs none.</summary>
    /// <value>At least 16 bytes.</value>
    public string? Secret { get; set; }

    /// <summary>Gets or sets whether the host may have addresses that are not public: loopback, private ranges, link-local.</summary>
    /// <value>The default is <see langword="false"/>: who may set the URL could else reach what only this machine can.</value>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Gets or sets whether <c>http</c> is allowed, for addresses that are not public.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowHttp { get; set; }

    /// <summary>Finds what is wrong with the options.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name)) yield return "Webhook: Name is empty.";
        if (Url is not { IsAbsoluteUri: true })
        {
            yield return $"Channel '{Name}': Url is '{Url?.OriginalString}', which is no absolute URL.";
            yield break;
        }

        bool isHttp = AllowHttp && AllowPrivateAddresses && Url.Scheme == Uri.UriSchemeHttp;
        if (Url.Scheme != Uri.UriSchemeHttps && !isHttp)
            yield return $"Channel '{Name}': Url begins with '{Url.Scheme}:'; it must begin with 'https:'.";
        if (Url.UserInfo.Length > 0) yield return $"Channel '{Name}': Url holds a user name; use Secret.";
        if (Secret is { Length: < 16 }) yield return $"Channel '{Name}': Secret is shorter than 16 letters.";
        if (System.Net.IPAddress.TryParse(Url.IdnHost, out System.Net.IPAddress? address)
            && !AllowPrivateAddresses && !Sinks.AddressRules.IsPublic(address))
        {
            yield return $"Channel '{Name}': the address of Url is not public. Set AllowPrivateAddresses where that is "
                + "meant.";
        }
    }
}
