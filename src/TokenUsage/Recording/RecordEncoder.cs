using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Writes a record as the journal keeps it: a version, a mask of what is there, then only that.</summary>
/// <remarks>
/// No dictionary of strings: each record can be read alone, whatever became of its neighbours. Versions are added, never
/// changed: a newer library reads the journals that older ones left behind.
/// </remarks>
internal static class RecordEncoder
{
    public const byte Version = 1;

    private const int MaskOffset = 1;

    /// <summary>Encodes an entry.</summary>
    /// <returns>How many bytes it took; -1 when it does not fit.</returns>
    public static int Encode(UsageEntry entry, Span<byte> buffer)
    {
        var writer = new SpanWriter(buffer);
        writer.Byte(Version);
        writer.UInt32(0);
        writer.Byte((byte)entry.Source);
        writer.Byte((byte)entry.Outcome);
        writer.Byte((byte)entry.Priority);
        writer.Byte((byte)entry.CostStatus);
        writer.Guid(entry.Id);

        // The mask is filled in afterwards: asking each member twice costs a third of the encoding.
        RecordFields fields = WriteCall(ref writer, entry);
        fields |= WriteNames(ref writer, entry);
        fields |= WriteDimensions(ref writer, entry.Dimensions);
        fields |= WriteTokens(ref writer, entry.Tokens);
        fields |= WriteCost(ref writer, entry);
        fields |= WriteMeters(ref writer, entry.Meters);
        fields |= WriteMetadata(ref writer, entry.Metadata);
        writer.UInt32At(MaskOffset, (uint)fields);
        return writer.IsOverflown ? -1 : writer.Length;
    }

    private static RecordFields WriteCall(ref SpanWriter writer, UsageEntry entry)
    {
        var fields = RecordFields.None;
        if (entry.OperationId != Guid.Empty)
        {
            writer.Guid(entry.OperationId);
            fields = RecordFields.OperationId;
        }

        writer.Signed(entry.Attempt);
        if (entry.Weight != 1) fields |= Write(ref writer, entry.Weight, RecordFields.Weight);
        writer.Int64(entry.StartedAt.Ticks);
        writer.Signed(entry.StartedAt.TotalOffsetMinutes);
        writer.Signed(entry.Duration.Ticks);
        fields |= Write(ref writer, entry.TimeToFirstToken?.Ticks, RecordFields.TimeToFirstToken);
        writer.String(entry.Provider);
        writer.String(entry.Operation);
        return fields;
    }

    private static RecordFields WriteNames(ref SpanWriter writer, UsageEntry entry) =>
        Write(ref writer, entry.Endpoint, RecordFields.Endpoint)
        | Write(ref writer, entry.RequestedModel, RecordFields.RequestedModel)
        | Write(ref writer, entry.Model, RecordFields.Model)
        | Write(ref writer, entry.ResponseId, RecordFields.ResponseId)
        | Write(ref writer, entry.ServiceTier, RecordFields.ServiceTier)
        | Write(ref writer, entry.ErrorType, RecordFields.ErrorType);

    private static RecordFields WriteDimensions(ref SpanWriter writer, UsageDimensions dimensions)
    {
        RecordFields fields = Write(ref writer, dimensions.User, RecordFields.User)
            | Write(ref writer, dimensions.Session, RecordFields.Session)
            | Write(ref writer, dimensions.Agent, RecordFields.Agent)
            | Write(ref writer, dimensions.Feature, RecordFields.Feature)
            | Write(ref writer, dimensions.Project, RecordFields.Project);
        if (dimensions.Tags.Count == 0) return fields;

        writer.Varint((ulong)dimensions.Tags.Count);
        foreach (KeyValuePair<string, string> tag in dimensions.Tags) Write(ref writer, tag);
        return fields | RecordFields.Tags;
    }

    private static RecordFields WriteTokens(ref SpanWriter writer, TokenCounts tokens) =>
        Write(ref writer, tokens.Input, RecordFields.Input)
        | Write(ref writer, tokens.CachedInput, RecordFields.CachedInput)
        | Write(ref writer, tokens.CacheWrite, RecordFields.CacheWrite)
        | Write(ref writer, tokens.CacheWrite1h, RecordFields.CacheWrite1h)
        | Write(ref writer, tokens.Output, RecordFields.Output)
        | Write(ref writer, tokens.Reasoning, RecordFields.Reasoning);

    private static RecordFields WriteCost(ref SpanWriter writer, UsageEntry entry) =>
        Write(ref writer, entry.Usd, RecordFields.Usd)
        | Write(ref writer, entry.InputUsd, RecordFields.InputUsd)
        | Write(ref writer, entry.OutputUsd, RecordFields.OutputUsd)
        | Write(ref writer, entry.ListUsd, RecordFields.ListUsd)
        | Write(ref writer, entry.BilledUsd, RecordFields.BilledUsd)
        | Write(ref writer, entry.PriceVersion, RecordFields.PriceVersion)
        | Write(ref writer, entry.PriceMatch, RecordFields.PriceMatch);

    private static RecordFields WriteMeters(ref SpanWriter writer, List<UsageMeter> meters)
    {
        if (meters.Count == 0) return RecordFields.None;

        writer.Varint((ulong)meters.Count);
        foreach (UsageMeter meter in meters)
        {
            writer.String(meter.Name);
            writer.Decimal(meter.Quantity);
        }

        return RecordFields.Meters;
    }

    private static RecordFields WriteMetadata(ref SpanWriter writer, List<KeyValuePair<string, string>> metadata)
    {
        if (metadata.Count == 0) return RecordFields.None;

        writer.Varint((ulong)metadata.Count);
        foreach (KeyValuePair<string, string> fact in metadata) Write(ref writer, fact);
        return RecordFields.Metadata;
    }

    private static RecordFields Write(ref SpanWriter writer, string? text, RecordFields field)
    {
        if (text is null) return RecordFields.None;

        writer.String(text);
        return field;
    }

    private static RecordFields Write(ref SpanWriter writer, long? count, RecordFields field)
    {
        if (count is not { } known) return RecordFields.None;

        writer.Signed(known);
        return field;
    }

    private static RecordFields Write(ref SpanWriter writer, decimal? amount, RecordFields field)
    {
        if (amount is not { } known) return RecordFields.None;

        writer.Decimal(known);
        return field;
    }

    private static void Write(ref SpanWriter writer, KeyValuePair<string, string> pair)
    {
        writer.String(pair.Key);
        writer.String(pair.Value);
    }
}
