using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>A part of the answer, filled while the plan is read.</summary>
internal interface IQueryTable
{
    void Add(UsageRecord record, in RollupSample sample);

    void Add(in RollupRow row, UsageCube cube);
}
