using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TokenUsage.Cli.Serving;

/// <summary>Lets in who knows the token; without one, only the machine itself.</summary>
internal static class ServeDoor
{
    public const string Variable = "TOKENUSAGE_TOKEN";

    /// <exception cref="InputException">Others could come in, and there is no token.</exception>
    public static string? TokenFor(Uri address)
    {
        string? token = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(token)) token = null;
        return token is not null || address.IsLoopback ? token : throw new InputException(
            $"--url {address} can be reached by others; set the environment variable {Variable}, or use 127.0.0.1.");
    }

    public static void Map(WebApplication app, string path, string? token)
    {
        app.Use((context, next) => MayPass(context, token) ? next(context) : Task.CompletedTask);

        // Reading only: halting and limits stay with the application and the command line.
        app.MapTokenUsage(path).AllowAnonymous();
    }

    private static bool MayPass(HttpContext context, string? token)
    {
        if (token is not null && !Knows(context.Request, token))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"token-usage\"";
            return false;
        }

        // A page of another site may have its name lead here; its requests would carry that name.
        if (token is null && context.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return false;
        }

        return true;
    }

    // A browser asks for a name and a password: any name, and the token.
    private static bool Knows(HttpRequest request, string token)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return IsSame(header[7..].Trim(), token);
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return false;

        Span<byte> decoded = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(header[6..].Trim(), decoded, out int length)) return false;

        string pair = Encoding.UTF8.GetString(decoded[..length]);
        return IsSame(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..], token);
    }

    private static bool IsSame(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
