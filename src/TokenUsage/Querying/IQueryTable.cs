using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>A part of the answer, filled while the plan is read.</summary>
internal interface IQueryTable
{
    /// <summary>Gets the moments that must be told apart: what lies between two of them may come as one row.</summary>
    IReadOnlyList<DateTimeOffset> Edges { get; }

    void Add(UsageRecord record, in RollupSample sample);

    void Add(in RollupRow row, UsageCube cube);

    /// <summary>Adds a cell in the bytes that stores keep; none where only keys are read.</summary>
    void Add(DateTimeOffset start, IReadOnlyList<string?> key, ReadOnlyMemory<byte> cell, UsageCube cube);
}
