namespace TokenUsage.Storage;

/// <content>Counts and money without times and meters, which are most of a cell: what groups are ranked by.</content>
public sealed partial class RollupCell
{
    /// <summary>Gets the calls.</summary>
    public long Calls => this[CellCounter.Calls];

    /// <summary>Gets the tokens; <see langword="null"/> where none were reported.</summary>
    public long? TotalTokens => ToTokens().Total;

    /// <summary>Gets what the priced calls cost; <see langword="null"/> where none was priced.</summary>
    public decimal? PricedUsd => this[CellCounter.Priced] == 0 ? null : _usd;

    /// <summary>Adds another cell, but for its times and meters.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void AddSums(RollupCell other)
    {
        ArgumentNullException.ThrowIfNull(other);

        for (int i = 0; i < CellCounters.Length; i++) _counters[i] = checked(_counters[i] + other._counters[i]);
        _known |= other._known;
        _usd += other._usd;
        _estimatedUsd += other._estimatedUsd;
        _avoidedUsd += other._avoidedUsd;
    }

    /// <summary>Adds a cell that <see cref="Encode"/> wrote; its times and meters only where corrections follow them.</summary>
    /// <exception cref="InvalidDataException">The bytes are no cell.</exception>
    public void MergeSums(ReadOnlySpan<byte> bytes)
    {
        var reader = new CellReader(bytes);
        long flags = ReadFlags(ref reader);
        if ((flags & LessFlag) != 0) Merge(bytes);
        else MergeSums(ref reader, flags);
    }

    private static long ReadFlags(ref CellReader reader)
    {
        byte format = reader.ReadByte();
        if (format != Format)
            throw new InvalidDataException($"A rollup cell has format {format}; this version reads {Format}.");
        long flags = reader.ReadCount();
        if (flags > AllFlags) throw new InvalidDataException($"A rollup cell has unknown parts (flags {flags:x}).");
        return flags;
    }

    private void MergeSums(ref CellReader reader, long flags)
    {
        for (int i = 0; i < CellCounters.Length; i++)
        {
            if ((flags & (1L << i)) != 0) _counters[i] = checked(_counters[i] + reader.ReadCount());
        }

        _known |= flags & TokenFlags;
        if ((flags & UsdFlag) != 0) _usd += reader.ReadDecimal();
        if ((flags & EstimatedUsdFlag) != 0) _estimatedUsd += reader.ReadDecimal();
        if ((flags & AvoidedUsdFlag) != 0) _avoidedUsd += reader.ReadDecimal();
    }
}
