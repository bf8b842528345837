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

    /// <summary>Encodes an entry.</summary>
    /// <returns>How many bytes it took; -1 when it does not fit.</returns>
    public static int Encode(UsageEntry entry, Span<byte> buffer)
    {
        var writer = new SpanWriter(buffer);
        writer.Byte(Version);
        writer.UInt32((uint)FieldsOf(entry));
        writer.Byte((byte)entry.Source);
        writer.Byte((byte)entry.Outcome);
        writer.Byte((byte)entry.Priority);
        writer.Byte((byte)entry.CostStatus);
        writer.Guid(entry.Id);
        if (entry.OperationId != Guid.Empty) writer.Guid(entry.OperationId);
        writer.Signed(entry.Attempt);
        writer.Int64(entry.StartedAt.Ticks);
        writer.Signed(entry.StartedAt.TotalOffsetMinutes);
        writer.Signed(entry.Duration.Ticks);
        if (entry.TimeToFirstToken is { } first) writer.Signed(first.Ticks);
        writer.String(entry.Provider);
        writer.String(entry.Operation);
        WriteNames(ref writer, entry);
        WriteTokens(ref writer, entry.Tokens);
        WriteCost(ref writer, entry);
        WriteLists(ref writer, entry);
        return writer.IsOverflown ? -1 : writer.Length;
    }

    private static void WriteNames(ref SpanWriter writer, UsageEntry entry)
    {
        UsageDimensions dimensions = entry.Dimensions;
        Write(ref writer, entry.Endpoint);
        Write(ref writer, entry.RequestedModel);
        Write(ref writer, entry.Model);
        Write(ref writer, entry.ResponseId);
        Write(ref writer, entry.ServiceTier);
        Write(ref writer, entry.ErrorType);
        Write(ref writer, dimensions.User);
        Write(ref writer, dimensions.Session);
        Write(ref writer, dimensions.Agent);
        Write(ref writer, dimensions.Feature);
        Write(ref writer, dimensions.Project);
        if (dimensions.Tags.Count == 0) return;

        writer.Varint((ulong)dimensions.Tags.Count);
        foreach (KeyValuePair<string, string> tag in dimensions.Tags) Write(ref writer, tag);
    }

    private static void WriteTokens(ref SpanWriter writer, in TokenCounts tokens)
    {
        Write(ref writer, tokens.Input);
        Write(ref writer, tokens.CachedInput);
        Write(ref writer, tokens.CacheWrite);
        Write(ref writer, tokens.CacheWrite1h);
        Write(ref writer, tokens.Output);
        Write(ref writer, tokens.Reasoning);
    }

    private static void WriteCost(ref SpanWriter writer, UsageEntry entry)
    {
        Write(ref writer, entry.Usd);
        Write(ref writer, entry.InputUsd);
        Write(ref writer, entry.OutputUsd);
        Write(ref writer, entry.ListUsd);
        Write(ref writer, entry.BilledUsd);
        Write(ref writer, entry.PriceVersion);
        Write(ref writer, entry.PriceMatch);
    }

    private static void WriteLists(ref SpanWriter writer, UsageEntry entry)
    {
        if (entry.Meters.Count > 0)
        {
            writer.Varint((ulong)entry.Meters.Count);
            foreach (UsageMeter meter in entry.Meters)
            {
                writer.String(meter.Name);
                writer.Decimal(meter.Quantity);
            }
        }

        if (entry.Metadata.Count > 0)
        {
            writer.Varint((ulong)entry.Metadata.Count);
            foreach (KeyValuePair<string, string> fact in entry.Metadata) Write(ref writer, fact);
        }
    }

    private static RecordFields FieldsOf(UsageEntry entry)
    {
        UsageDimensions dimensions = entry.Dimensions;
        TokenCounts tokens = entry.Tokens;
        return If(entry.OperationId != Guid.Empty, RecordFields.OperationId)
            | If(entry.TimeToFirstToken is not null, RecordFields.TimeToFirstToken)
            | If(entry.Endpoint is not null, RecordFields.Endpoint)
            | If(entry.RequestedModel is not null, RecordFields.RequestedModel)
            | If(entry.Model is not null, RecordFields.Model)
            | If(entry.ResponseId is not null, RecordFields.ResponseId)
            | If(entry.ServiceTier is not null, RecordFields.ServiceTier)
            | If(entry.ErrorType is not null, RecordFields.ErrorType)
            | If(dimensions.User is not null, RecordFields.User)
            | If(dimensions.Session is not null, RecordFields.Session)
            | If(dimensions.Agent is not null, RecordFields.Agent)
            | If(dimensions.Feature is not null, RecordFields.Feature)
            | If(dimensions.Project is not null, RecordFields.Project)
            | If(tokens.Input is not null, RecordFields.Input)
            | If(tokens.CachedInput is not null, RecordFields.CachedInput)
            | If(tokens.CacheWrite is not null, RecordFields.CacheWrite)
            | If(tokens.CacheWrite1h is not null, RecordFields.CacheWrite1h)
            | If(tokens.Output is not null, RecordFields.Output)
            | If(tokens.Reasoning is not null, RecordFields.Reasoning)
            | If(entry.Usd is not null, RecordFields.Usd)
            | If(entry.InputUsd is not null, RecordFields.InputUsd)
            | If(entry.OutputUsd is not null, RecordFields.OutputUsd)
            | If(entry.ListUsd is not null, RecordFields.ListUsd)
            | If(entry.BilledUsd is not null, RecordFields.BilledUsd)
            | If(entry.PriceVersion is not null, RecordFields.PriceVersion)
            | If(entry.PriceMatch is not null, RecordFields.PriceMatch)
            | If(entry.Meters.Count > 0, RecordFields.Meters)
            | If(dimensions.Tags.Count > 0, RecordFields.Tags)
            | If(entry.Metadata.Count > 0, RecordFields.Metadata);
    }

    private static RecordFields If(bool isThere, RecordFields field) => isThere ? field : RecordFields.None;

    private static void Write(ref SpanWriter writer, string? text)
    {
        if (text is not null) writer.String(text);
    }

    private static void Write(ref SpanWriter writer, long? count)
    {
        if (count is { } known) writer.Signed(known);
    }

    private static void Write(ref SpanWriter writer, decimal? amount)
    {
        if (amount is { } known) writer.Decimal(known);
    }

    private static void Write(ref SpanWriter writer, KeyValuePair<string, string> pair)
    {
        writer.String(pair.Key);
        writer.String(pair.Value);
    }
}
