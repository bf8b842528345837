using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Reads a record's value of one dimension, found once and not at every record.</summary>
internal readonly struct DimensionReader
{
    private readonly int _index;
    private readonly string? _tag;

    public DimensionReader(Dimension dimension)
    {
        _tag = dimension.TagName;
        _index = -1;
        for (int i = 0; i < Dimension.Named.Count; i++)
        {
            if (Dimension.Named[i] == dimension) _index = i;
        }
    }

    public string? Read(UsageRecord record) => _index >= 0
        ? record.ValueOf(_index)
        : _tag is null ? null : record.Dimensions.Tags.GetValueOrDefault(_tag);
}
