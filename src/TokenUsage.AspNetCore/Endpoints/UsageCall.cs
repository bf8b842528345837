using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>One admitted request: what it asks, whose calls it may see, and how it is answered.</summary>
internal sealed class UsageCall(HttpContext http, UsageWeb web, UsageRoute route, UsageAccess access)
{
    private const int LargestBody = 64 * 1024;

    public HttpContext Http { get; } = http;

    public UsageWeb Web { get; } = web;

    public UsageAccess Access { get; } = access;

    public QueryParameters Query { get; } =
        new(http.Request.Query, Clock(http.RequestServices).GetUtcNow());

    public TimeProvider Time { get; } = Clock(http.RequestServices);

    public CancellationToken Aborted => Http.RequestAborted;

    public ITokenUsageStats Stats => Get<ITokenUsageStats>();

    /// <summary>Gets who changes something, for the audit trail.</summary>
    public ChangeActor Actor => new(Http.User.Identity?.Name ?? "dashboard");

    public T Get<T>()
        where T : class =>
        Http.RequestServices.GetService<T>() ?? throw new InvalidOperationException(
            $"There is no {typeof(T).Name}: call services.AddTokenMonitoring().");

    public string PathValue(string name) => (string)Http.GetRouteValue(name)!;

    /// <summary>Gets the caller's filters together with those it cannot choose.</summary>
    public IReadOnlyList<UsageFilter> Filters() => [.. Query.Filters(), .. Access.Filters];

    public Task WriteAsync<T>(T value, JsonTypeInfo<T> type) =>
        WriteBytesAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json; charset=utf-8");

    /// <summary>Answers 304 where the caller has these numbers: the moment they are as of is left out of the comparison.</summary>
    public Task WriteTaggedAsync<T>(T value, T undated, JsonTypeInfo<T> type)
    {
        byte[] digest = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(undated, type));
        string tag = $"W/\"{Convert.ToHexStringLower(digest.AsSpan(0, 12))}\"";
        Http.Response.Headers.ETag = tag;
        Http.Response.Headers.CacheControl = "private, no-cache";
        if (!Http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
            return WriteAsync(value, type);

        Http.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    public Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, string contentType)
    {
        Http.Response.ContentType = contentType;
        Http.Response.ContentLength = bytes.Length;
        return Http.Response.Body.WriteAsync(bytes, Aborted).AsTask();
    }

    public async ValueTask<T> ReadBodyAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!Http.Request.HasJsonContentType())
            throw new BadParameterException("Content-Type", "Send JSON, with 'Content-Type: application/json'.");
        if (Http.Request.ContentLength > LargestBody)
            throw new BadParameterException("body", $"The body is larger than {LargestBody:N0} bytes.");
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestBody;
        try
        {
            T? body = await JsonSerializer.DeserializeAsync(Http.Request.Body, type, Aborted).ConfigureAwait(false);
            return body ?? throw new BadParameterException("body", "The body is null.");
        }
        catch (JsonException exception)
        {
            string path = exception.Path?.TrimStart('$', '.') is { Length: > 0 } found ? found : "body";
            throw new BadParameterException(
                path, $"The body of {route.Method} {route.Path} is not right: {exception.Message}");
        }
    }

    private static TimeProvider Clock(IServiceProvider services) =>
        services.GetService<TimeProvider>() ?? TimeProvider.System;
}
