using System.Reflection;

namespace TokenUsage.Redis.Scripts;

/// <summary>The ledger's steps as the server runs them. The texts are constant: what differs goes in as arguments.</summary>
/// <param name="clock">Lua that defines <c>clock()</c>, in microseconds since 1970.</param>
internal sealed class LedgerScripts(string clock)
{
    private const string ServerClock =
        """
        local function clock()
          local time = redis.call('TIME')
          return tonumber(time[1]) * 1000000 + tonumber(time[2])
        end

        """;

    /// <summary>Gets the scripts that go by the server's clock: the clients' may differ by minutes.</summary>
    public static LedgerScripts Timed { get; } = new(ServerClock);

    public LedgerScript Reserve { get; } = Compose(clock, "reserve");

    public LedgerScript Resolve { get; } = Compose(clock, "resolve");

    public LedgerScript Renew { get; } = Compose(clock, "renew");

    public LedgerScript Sweep { get; } = Compose(clock, "sweep");

    public LedgerScript Read { get; } = Compose(clock, "read");

    public LedgerScript Seed { get; } = Compose(clock, "seed");

    public LedgerScript Probe { get; } = Compose(clock, "probe");

    private static LedgerScript Compose(string clock, string step) =>
        new(string.Join('\n', Load("common"), clock, Load("shapes"), Load(step)));

    private static string Load(string name)
    {
        Assembly assembly = typeof(LedgerScripts).Assembly;
        using Stream stream = assembly.GetManifestResourceStream(name + ".lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
