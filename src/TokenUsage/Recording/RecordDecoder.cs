using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Reads what <see cref="RecordEncoder"/> wrote. Never throws: the bytes come from a disk.</summary>
internal static class RecordDecoder
{
    /// <returns><see langword="false"/> when the bytes are no record of a known version.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out UsageRecord? record)
    {
        record = null;
        var reader = new SpanReader(bytes);
        if (reader.Byte() != RecordEncoder.Version) return false;

        var fields = (RecordFields)reader.UInt32();
        record = ReadRecord(ref reader, fields);
        if (!reader.IsBroken && reader.IsAtEnd && record is not null) return true;

        record = null;
        return false;
    }

    // In the order of writing: an object initialiser evaluates its members from top to bottom.
    private static UsageRecord? ReadRecord(ref SpanReader reader, RecordFields fields)
    {
        var source = (UsageSource)reader.Byte();
        var outcome = (CallOutcome)reader.Byte();
        var priority = (Priority)reader.Byte();
        var costStatus = (CostStatus)reader.Byte();
        Guid id = reader.Guid();
        Guid operationId = fields.HasFlag(RecordFields.OperationId) ? reader.Guid() : Guid.Empty;
        long attempt = reader.Signed();
        long weight = Number(ref reader, fields, RecordFields.Weight) ?? 1;
        if (!TryReadTime(ref reader, out DateTimeOffset startedAt)) return null;

        return new UsageRecord
        {
            Id = id,
            OperationId = operationId,
            Attempt = (int)attempt,
            Weight = (int)weight,
            StartedAt = startedAt,
            Source = source,
            Outcome = outcome,
            Priority = priority,
            Duration = TimeSpan.FromTicks(reader.Signed()),
            TimeToFirstToken = Number(ref reader, fields, RecordFields.TimeToFirstToken) is { } ticks
                ? TimeSpan.FromTicks(ticks)
                : null,
            Provider = reader.String(),
            Operation = reader.String(),
            Endpoint = Text(ref reader, fields, RecordFields.Endpoint),
            RequestedModel = Text(ref reader, fields, RecordFields.RequestedModel),
            Model = Text(ref reader, fields, RecordFields.Model),
            ResponseId = Text(ref reader, fields, RecordFields.ResponseId),
            ServiceTier = Text(ref reader, fields, RecordFields.ServiceTier),
            ErrorType = Text(ref reader, fields, RecordFields.ErrorType),
            Dimensions = ReadDimensions(ref reader, fields),
            Tokens = ReadTokens(ref reader, fields),
            Cost = ReadCost(ref reader, fields, costStatus),
            Meters = ReadMeters(ref reader, fields),
            Metadata = ReadPairs(ref reader, fields, RecordFields.Metadata),
        };
    }

    private static bool TryReadTime(ref SpanReader reader, out DateTimeOffset time)
    {
        long ticks = reader.Int64();
        long offset = reader.Signed();
        const long MostMinutes = 14 * 60;
        bool isValid = offset is >= -MostMinutes and <= MostMinutes
            && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            && ticks - (offset * TimeSpan.TicksPerMinute) is var utc && utc >= 0 && utc <= DateTime.MaxValue.Ticks;
        time = isValid ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset)) : default;
        return isValid;
    }

    private static UsageDimensions ReadDimensions(ref SpanReader reader, RecordFields fields) => new()
    {
        User = Text(ref reader, fields, RecordFields.User),
        Session = Text(ref reader, fields, RecordFields.Session),
        Agent = Text(ref reader, fields, RecordFields.Agent),
        Feature = Text(ref reader, fields, RecordFields.Feature),
        Project = Text(ref reader, fields, RecordFields.Project),
        Tags = ReadPairs(ref reader, fields, RecordFields.Tags),
    };

    private static TokenCounts ReadTokens(ref SpanReader reader, RecordFields fields) => new()
    {
        Input = Number(ref reader, fields, RecordFields.Input),
        CachedInput = Number(ref reader, fields, RecordFields.CachedInput),
        CacheWrite = Number(ref reader, fields, RecordFields.CacheWrite),
        CacheWrite1h = Number(ref reader, fields, RecordFields.CacheWrite1h),
        Output = Number(ref reader, fields, RecordFields.Output),
        Reasoning = Number(ref reader, fields, RecordFields.Reasoning),
    };

    private static Cost ReadCost(ref SpanReader reader, RecordFields fields, CostStatus status) => new()
    {
        Status = status,
        Usd = Amount(ref reader, fields, RecordFields.Usd),
        InputUsd = Amount(ref reader, fields, RecordFields.InputUsd),
        OutputUsd = Amount(ref reader, fields, RecordFields.OutputUsd),
        ListUsd = Amount(ref reader, fields, RecordFields.ListUsd),
        BilledUsd = Amount(ref reader, fields, RecordFields.BilledUsd),
        PriceVersion = Text(ref reader, fields, RecordFields.PriceVersion),
        PriceMatch = Text(ref reader, fields, RecordFields.PriceMatch),
    };

    private static UsageMeter[] ReadMeters(ref SpanReader reader, RecordFields fields)
    {
        if (!fields.HasFlag(RecordFields.Meters)) return [];

        var meters = new UsageMeter[reader.Count()];
        for (int i = 0; i < meters.Length; i++) meters[i] = new UsageMeter(reader.String(), reader.Decimal());
        return meters;
    }

    private static IReadOnlyDictionary<string, string> ReadPairs(
        ref SpanReader reader, RecordFields fields, RecordFields field)
    {
        if ((fields & field) == 0) return ImmutableDictionary<string, string>.Empty;

        int count = reader.Count();
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++) pairs[reader.String()] = reader.String();
        return pairs;
    }

    private static string? Text(ref SpanReader reader, RecordFields fields, RecordFields field) =>
        (fields & field) != 0 ? reader.String() : null;

    private static long? Number(ref SpanReader reader, RecordFields fields, RecordFields field) =>
        (fields & field) != 0 ? reader.Signed() : null;

    private static decimal? Amount(ref SpanReader reader, RecordFields fields, RecordFields field) =>
        (fields & field) != 0 ? reader.Decimal() : null;
}
