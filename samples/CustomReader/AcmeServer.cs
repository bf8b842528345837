using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CustomReader;

/// <summary>Stands in for the model server: answers once plainly and once as a stream.</summary>
internal sealed class AcmeServer : HttpMessageHandler
{
    private const string Plain =
        """
        {"engine":"acme-1","piece":"Two are overdue.","finished":true,
         "accounting":{"read":420,"reused":400,"written":5,"lookups":2}}
        """;

    private const string Streamed =
        """
        data: {"engine":"acme-1","piece":"Two are "}

        data: {"piece":"overdue.","accounting":null}

        data: {"finished":true,"accounting":{"read":431,"reused":420,"written":6}}


        """;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isStream = request.RequestUri!.Query.Contains("stream", StringComparison.Ordinal);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(isStream ? Streamed : Plain));
        content.Headers.ContentType = new MediaTypeHeaderValue(isStream ? "text/event-stream" : "application/json");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }
}
