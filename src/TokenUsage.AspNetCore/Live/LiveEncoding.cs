using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TokenUsage.AspNetCore.Live;

/// <summary>Compresses a stream for a reader who asks for it; each batch is flushed through, so that nothing waits.</summary>
/// <remarks>
/// Only on request: browsers accept every encoding, and a compressor takes some 300 KB for as long as the stream is open,
/// which a thousand open dashboards on a fast network would pay for nothing.
/// </remarks>
internal static class LiveEncoding
{
    private const string Gzip = "gzip";
    private const string Brotli = "br";

    /// <summary>Opens a compressor over the answer. Disposing it ends the encoding and leaves the answer open.</summary>
    /// <returns><see langword="null"/> when the reader accepts none that is known here.</returns>
    public static Stream? Open(HttpContext http)
    {
        HttpResponse response = http.Response;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        string? encoding = Choose(http.Request.GetTypedHeaders().AcceptEncoding);
        if (encoding is null) return null;

        response.Headers.ContentEncoding = encoding;
        return encoding == Gzip
            ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }

    // gzip first: over many small batches it is as small, and its window takes a tenth of the memory.
    private static string? Choose(IList<StringWithQualityHeaderValue> accepted)
    {
        bool Accepts(string name) => accepted.Any(
            one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0);
        return Accepts(Gzip) ? Gzip : Accepts(Brotli) ? Brotli : null;
    }
}
