using System.Net;
using System.Net.Http.Headers;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Sdk.Tests.Recorded;

/// <summary>Answers with a recording, without a connection: the caller's own reads decide where it is cut.</summary>
internal sealed class RecordedBody : HttpMessageHandler
{
    public Exchange? Recording { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = Recording!.OpenHead();
        response.StatusCode = (HttpStatusCode)Recording.Status;
        response.Content = new StreamContent(new MemoryStream(Recording.Body, writable: false));
        if (Recording.MediaType is { } mediaType)
        {
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        }

        return Task.FromResult(response);
    }
}
