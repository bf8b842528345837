namespace TokenUsage.Providers;

/// <summary>The part of a request by which its format is recognised.</summary>
public readonly struct WireRequest
{
    /// <summary>Creates it.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="uri">The absolute address.</param>
    public WireRequest(string method, Uri uri)
    {
        Method = method;
        Uri = uri;
    }

    /// <summary>Gets the HTTP method in upper case.</summary>
    public string Method { get; }

    /// <summary>Gets the absolute address. Its query may hold a key: nothing of it may be kept.</summary>
    public Uri Uri { get; }

    /// <summary>Gets the host name in lower case.</summary>
    public string Host => Uri.Host;

    /// <summary>Gets the path, percent-encoded as it was sent.</summary>
    public string Path => Uri.AbsolutePath;
}
