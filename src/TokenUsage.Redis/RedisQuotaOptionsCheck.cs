using System.Buffers;
using StackExchange.Redis;

namespace TokenUsage.Redis;

/// <summary>Finds every fault of the options at once.</summary>
internal static class RedisQuotaOptionsCheck
{
    private const int MaxPrefix = 64;

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");

    /// <exception cref="ArgumentException">A value is out of range; the message names all that are.</exception>
    public static void Require(RedisQuotaOptions options)
    {
        string[] faults = [.. FaultsOf(options)];
        if (faults.Length == 0) return;
        throw new ArgumentException($"{nameof(RedisQuotaOptions)}: {string.Join(' ', faults)}", nameof(options));
    }

    private static IEnumerable<string?> All(RedisQuotaOptions options) =>
    [
        FaultOf(options.Configuration),
        options.KeyPrefix.Length is > 0 and <= MaxPrefix
            && !options.KeyPrefix.AsSpan().ContainsAnyExcept(PrefixCharacters)
            ? null
            : $"KeyPrefix is '{options.KeyPrefix}'; it must be 1 to {MaxPrefix} letters, digits, '-', '_', '.' or ':'.",
        Enum.IsDefined(options.OnOutage)
            ? null
            : $"OnOutage is {options.OnOutage}; it must be LocalShare, FailOpen or FailClosed.",
        Between(nameof(options.Processes), options.Processes, 1, 10_000),
        Between(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5)),
        Between(
            nameof(options.ProbeInterval),
            options.ProbeInterval,
            TimeSpan.FromMilliseconds(50),
            TimeSpan.FromMinutes(1)),
        Between(
            nameof(options.RepairInterval), options.RepairInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        Between(nameof(options.MaxLeases), options.MaxLeases, 1, 100_000_000),
        Between(nameof(options.MaxRemembered), options.MaxRemembered, 1_000, 100_000_000),
        Between(nameof(options.MaxFollowed), options.MaxFollowed, 1, 10_000_000),
    ];

    private static IEnumerable<string> FaultsOf(RedisQuotaOptions options) => All(options).OfType<string>();

    // The value may hold a password, so that neither it nor the parser's own message is shown.
    private static string? FaultOf(string configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration))
        {
            return "Configuration is empty; name a server, as in 'localhost:6379'.";
        }

        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0
                ? null
                : "Configuration names no server; begin it with one, as in 'localhost:6379,ssl=true'.";
        }
        catch (ArgumentException)
        {
            return "Configuration cannot be read; write it as 'host:port,option=value,…'.";
        }
    }

    private static string? Between<T>(string name, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : $"{name} is {value}; it must be from {least} to {most}.";
}
