using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>What becomes of a batch, record by record.</summary>
internal sealed class AppendOutcome(int count)
{
    public List<Guid> Inserted { get; } = new(count);

    public List<Guid> Conflicting { get; } = [];

    public List<Guid> TooOld { get; } = [];

    public AppendResult ToResult() => new() { Inserted = Inserted, Conflicting = Conflicting, TooOld = TooOld };
}
