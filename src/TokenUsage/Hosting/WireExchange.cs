namespace TokenUsage;

/// <summary>One recorded request and its answer.</summary>
public sealed class WireExchange
{
    /// <summary>Gets the HTTP method in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the absolute address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the HTTP status of the answer.</summary>
    /// <value>The default is 200.</value>
    public int Status { get; init; } = 200;

    /// <summary>Gets the answer's content type; <see langword="null"/> when unknown, and the first bytes decide.</summary>
    public string? MediaType { get; init; }

    /// <summary>Gets the answer's headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; } = [];

    /// <summary>Gets the request's body; empty when unknown.</summary>
    public ReadOnlyMemory<byte> RequestBody { get; init; }

    /// <summary>Gets the answer's body, decompressed.</summary>
    public ReadOnlyMemory<byte> ResponseBody { get; init; }
}
