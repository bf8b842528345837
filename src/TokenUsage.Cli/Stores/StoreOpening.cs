using TokenUsage.Recording;

namespace TokenUsage.Cli.Stores;

/// <summary>How a store is opened.</summary>
internal sealed record StoreOpening
{
    public static StoreOpening ToRead { get; } = new();

    /// <summary>Gets whether a store that is missing is made; a reader who mistypes a name wants to hear of it.</summary>
    public bool MayCreate { get; init; }

    /// <summary>Gets where what is recorded waits.</summary>
    /// <remarks>In memory as a rule: with a journal, a tool that only reads would adopt what a dead application left.</remarks>
    public Durability Durability { get; init; } = Durability.Memory;

    /// <summary>Gets the ending of a file beside a SQLite database that is enough, where there is no database.</summary>
    public string? Beside { get; init; }

    /// <summary>Gets settings as an application's configuration has them.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}
