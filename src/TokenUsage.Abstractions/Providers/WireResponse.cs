using System.Net.Http.Headers;

namespace TokenUsage.Providers;

/// <summary>The head of an answer.</summary>
public readonly struct WireResponse
{
    private readonly HttpResponseHeaders? _headers;

    /// <summary>Creates it.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="mediaType">The media type of the content type, without parameters; <see langword="null"/> when unknown.</param>
    /// <param name="headers">The headers; <see langword="null"/> when unknown.</param>
    public WireResponse(int status, string? mediaType, HttpResponseHeaders? headers)
    {
        Status = status;
        MediaType = mediaType;
        _headers = headers;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    /// <summary>Gets the media type of the content type, without parameters; <see langword="null"/> when unknown.</summary>
    public string? MediaType { get; }

    /// <summary>Gets the headers as they came; empty when unknown.</summary>
    public HttpHeadersNonValidated Headers => _headers?.NonValidated ?? default;

    /// <summary>Finds a header's first value.</summary>
    public bool TryGetHeader(string name, out string value)
    {
        value = "";
        if (_headers is null || !_headers.NonValidated.TryGetValues(name, out HeaderStringValues values)) return false;

        foreach (string first in values)
        {
            value = first;
            return true;
        }

        return false;
    }
}
