using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Remote;

/// <summary>A running service with the web door: its answers stand in the place of a store.</summary>
internal sealed class ServiceAddress : StoreAddress
{
    private ServiceAddress(Uri door, string? token) => (Door, Token) = (door, token);

    /// <summary>Gets where the web door is; with a slash at the end.</summary>
    public Uri Door { get; }

    public string? Token { get; }

    public override string Name => Door.ToString().TrimEnd('/');

    public override bool IsService => true;

    public static bool IsMeant(string text) => text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InputException">It is no address; the message does not repeat it where it holds a secret.</exception>
    public static ServiceAddress Read(string text, string? token)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw new InputException($"--store {text} is no address; write https://host/usage.");
        if (url.UserInfo.Length > 0)
        {
            throw new InputException(
                $"--store has a name or a password in its address; set {ServeDoor.Variable} to the token instead.");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new InputException($"--store {url.GetLeftPart(UriPartial.Path)} ends there; leave out what follows.");

        // With a slash at the end: relative paths lie below the door then, and not beside it.
        string door = url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";
        return new ServiceAddress(new Uri(door), string.IsNullOrEmpty(token) ? null : token);
    }

    public override void Configure(ITokenMonitoringBuilder builder, bool mayCreate)
    {
        builder.Services.AddSingleton(_ => new ServiceClient(Door, Token));
        builder.Services.Replace(ServiceDescriptor.Singleton<ITokenUsageStats, RemoteStats>());
        builder.Services.Replace(ServiceDescriptor.Singleton<ITokenAnalytics, RemoteAnalytics>());
        builder.Services.Replace(ServiceDescriptor.Singleton<ITokenAlerts, RemoteAlerts>());
        builder.Services.Replace(ServiceDescriptor.Singleton<ITokenQuotas, RemoteQuotas>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IMonitorHealth, RemoteHealth>());
    }

    // The first question finds out, and says more than a knock would.
    public override Task RequireThereAsync(string? beside, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<long> ReadSchemaVersionAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("A service has no schema.");
}
