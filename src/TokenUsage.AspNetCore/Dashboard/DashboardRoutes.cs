using Microsoft.AspNetCore.Http;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Dashboard;

/// <summary>The pages: one document, whose script shows what its address names.</summary>
internal static class DashboardRoutes
{
    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        Page("/"),
        .. DashboardAssets.Pages.Select(page => Page("/" + page)),
        new("GET", "/assets/{hash}/{name}", "A part of the pages.", AssetAsync),
    ];

    // Filters stand in the address, so any parameter is a page's own.
    private static UsageRoute Page(string path) =>
        new("GET", path, "The dashboard.", PageAsync) { TakesAnything = true };

    private static Task PageAsync(UsageCall call)
    {
        HttpRequest request = call.Http.Request;
        string home = request.PathBase + call.Web.Path;
        if (request.Path.Value?.TrimEnd('/') == call.Web.Path && request.Path.Value?.EndsWith('/') != true)
        {
            call.Http.Response.Redirect(home + "/" + request.QueryString); // the page's addresses are relative to it
            return Task.CompletedTask;
        }

        return call.WriteBytesAsync(DashboardAssets.Page, "text/html; charset=utf-8");
    }

    private static async Task AssetAsync(UsageCall call)
    {
        DashboardAsset? asset = DashboardAssets.Find(call.PathValue("hash"), call.PathValue("name"));
        if (asset is null)
        {
            await Problem.WriteAsync(call.Http, 404, "There is no such part; reload the page.").ConfigureAwait(false);
            return;
        }

        HttpResponse response = call.Http.Response;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        bool isPacked = call.Http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (isPacked) response.Headers.ContentEncoding = "gzip";
        await call.WriteBytesAsync(isPacked ? asset.Packed.Value : asset.Content, asset.Type).ConfigureAwait(false);
    }
}
