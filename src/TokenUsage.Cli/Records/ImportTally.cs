using TokenUsage.Storage;

namespace TokenUsage.Cli.Records;

/// <summary>What became of the lines of a file.</summary>
internal sealed class ImportTally
{
    public long Imported { get; private set; }

    public long Known { get; private set; }

    public long Conflicting { get; private set; }

    public long Faults { get; set; }

    /// <summary>Gets how often a log told again of a call that it had told of.</summary>
    public long Repeated { get; init; }

    public void Add(int offered, AppendResult result)
    {
        Imported += result.Inserted.Count;
        Conflicting += result.Conflicting.Count;
        Known += offered - result.Inserted.Count - result.Conflicting.Count;
    }

    public string ToJson() =>
        $$"""
        {"imported":{{Imported}},"known":{{Known}},"conflicting":{{Conflicting}},"faults":{{Faults}},"repeated":{{Repeated}}}
        """;

    public override string ToString() =>
        $"{Imported} records imported, {Known} were there already, {Conflicting} are there with another content, "
        + $"{Faults} lines could not be read."
        + (Repeated > 0 ? $" {Repeated} lines told again of the same calls." : "");
}
