using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Says what is wrong in the form of RFC 9457.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string detail, string? parameter = null)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted) return Task.CompletedTask; // half an answer cannot be taken back

        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("title", TitleOf(status));
            writer.WriteNumber("status", status);
            writer.WriteString("detail", detail);
            if (parameter is not null) writer.WriteString("parameter", parameter);
            writer.WriteEndObject();
        }

        return response.Body.WriteAsync(buffer.ToArray(), context.RequestAborted).AsTask();
    }

    private static string TitleOf(int status) => status switch
    {
        400 => "A parameter is not right",
        403 => "Not allowed",
        404 => "Not found",
        413 => "Too large",
        415 => "Not JSON",
        503 => "Not available now",
        _ => "Something failed",
    };
}
