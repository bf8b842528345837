using System.CommandLine;
using TokenUsage.Cli.Serving;

namespace TokenUsage.Cli.Stores;

/// <summary>The options that every command over a store has.</summary>
internal sealed class StoreOptions
{
    private const string EnvironmentName = "TOKENUSAGE_STORE";
    private const string UsualFile = "usage.db";

    private readonly Option<string> _store = new("--store", "-s")
    {
        Description = "A SQLite file, postgres://user@host/database, or the address of a running service: "
            + $"https://host/usage. By default ${EnvironmentName}, or else {UsualFile}.",
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable(EnvironmentName) is { Length: > 0 } named ? named : UsualFile,
    };

    private readonly Option<string> _token = new("--token")
    {
        Description = $"The bearer token of a running service. Better ${ServeDoor.Variable}: others on the machine "
            + "can read a command line.",
    };

    /// <summary>Gives a command the options, with further names for the store.</summary>
    public void AddTo(Command command, params string[] aliases)
    {
        foreach (string alias in aliases) _store.Aliases.Add(alias);
        command.Add(_store);
        command.Add(_token);
    }

    /// <exception cref="InputException">The address cannot be meant.</exception>
    public StoreAddress AddressOf(ParseResult result) => StoreAddress.Parse(
        result.GetRequiredValue(_store),
        result.GetValue(_token) ?? Environment.GetEnvironmentVariable(ServeDoor.Variable));

    public static Option<bool> Json() => new("--json") { Description = "Answers in JSON." };
}
