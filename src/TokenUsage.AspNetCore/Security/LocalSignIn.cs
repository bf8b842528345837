using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TokenUsage.AspNetCore.Security;

/// <summary>Lets the developer in who sits at the machine: a token out of the log buys a cookie, once.</summary>
internal sealed class LocalSignIn(string path, ILogger logger)
{
    public const string Parameter = "token";

    private const string Cookie = "token-usage-local";

    // A request that came through a proxy is no local one, although its connection is: any sign of one refuses.
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-For", "X-Real-IP", "Via"];

    private readonly string _session = RandomNumberGenerator.GetHexString(64, lowercase: true);
    private readonly Lock _lock = new();
    private string _token = NewToken();
    private string _address = "";

    public void Announce(string address)
    {
        _address = address;
        logger.LocalToken($"{address}{path}?{Parameter}={_token}");
    }

    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && IsLocalName(context.Request.Host.Host) // a name of somebody else's that resolves to this machine is none
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    public bool IsSignedIn(HttpContext context) =>
        context.Request.Cookies.TryGetValue(Cookie, out string? value) && AreEqual(value, _session);

    /// <summary>Takes the token for a cookie. The next token is logged, for another browser.</summary>
    public bool TrySignIn(HttpContext context)
    {
        string? given = context.Request.Query[Parameter];
        if (given is null || !TrySpend(given)) return false;

        context.Response.Cookies.Append(Cookie, _session, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            Path = context.Request.PathBase + path,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
        });
        logger.LocalToken($"{_address}{path}?{Parameter}={_token}");
        return true;
    }

    private bool TrySpend(string given)
    {
        lock (_lock)
        {
            if (!AreEqual(given, _token)) return false;

            _token = NewToken();
            return true;
        }
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool AreEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
