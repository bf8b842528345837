using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenUsage.Storage;

/// <summary>A 64-bit digest of a record's content: tells the same record offered twice from two records with one id.</summary>
/// <remarks>Stored beside the record, so its result never changes. Finds accidents, not attacks.</remarks>
public ref struct RecordDigest
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
    private const ulong Finisher = 0xBF58_476D_1CE4_E5B9;
    private const decimal TrailingZeros = 1.0000000000000000000000000000m;

    private ulong _state;

    /// <summary>Works out the digest of a record.</summary>
    public static long Of(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        var digest = new RecordDigest();
        digest.AddCall(record);
        digest.AddUsage(record);
        digest.AddCost(record.Cost);
        digest.AddDimensions(record.Dimensions);
        digest.Add(record.Metadata);
        return (long)(digest._state ^ (digest._state >> 31));
    }

    private void AddCall(UsageRecord record)
    {
        Span<ulong> operation = stackalloc ulong[2];
        record.OperationId.TryWriteBytes(MemoryMarshal.AsBytes(operation));
        Add(operation[0]);
        Add(operation[1]);
        Add(record.Attempt);
        if (record.Weight != 1) Add(record.Weight); // digests of single calls stay what they were
        Add(record.StartedAt.UtcTicks);
        Add(record.Duration.Ticks);
        Add(record.TimeToFirstToken?.Ticks);
        Add(record.Provider);
        Add(record.Operation);
        Add(record.Endpoint);
        Add(record.RequestedModel);
        Add(record.Model);
        Add(record.ResponseId);
        Add(record.ServiceTier);
        Add(record.ErrorType);
        Add(((int)record.Outcome << 16) | ((int)record.Source << 8) | (int)record.Priority);
    }

    private void AddUsage(UsageRecord record)
    {
        Add(record.Tokens.Input);
        Add(record.Tokens.CachedInput);
        Add(record.Tokens.CacheWrite);
        Add(record.Tokens.CacheWrite1h);
        Add(record.Tokens.Output);
        Add(record.Tokens.Reasoning);
        Add(record.Meters.Count);
        foreach (UsageMeter meter in record.Meters)
        {
            Add(meter.Name);
            Add(meter.Quantity);
        }
    }

    private void AddCost(Cost cost)
    {
        Add((int)cost.Status);
        Add(cost.Usd);
        Add(cost.InputUsd);
        Add(cost.OutputUsd);
        Add(cost.ListUsd);
        Add(cost.BilledUsd);
        Add(cost.PriceVersion);
        Add(cost.PriceMatch);
    }

    private void AddDimensions(UsageDimensions dimensions)
    {
        Add(dimensions.User);
        Add(dimensions.Session);
        Add(dimensions.Agent);
        Add(dimensions.Feature);
        Add(dimensions.Project);
        Add(dimensions.Tags);
    }

    private void Add(IReadOnlyDictionary<string, string> entries)
    {
        Add(entries.Count);
        if (entries.Count == 0) return;
        foreach ((string key, string value) in entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            Add(key);
            Add(value);
        }
    }

    private void Add(string? text)
    {
        Add(text?.Length);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text.AsSpan());
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) Add(word);
        ulong rest = 0;
        foreach (byte last in bytes[(words.Length * sizeof(ulong))..]) rest = (rest << 8) | last;
        Add(rest);
    }

    private void Add(decimal? amount)
    {
        if (amount is not { } known)
        {
            Add(0UL);
            return;
        }

        // 1.50 and 1.5 are one amount. Stripping zeros is slow, so it is done only where there are any.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(known, parts);
        ulong low = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        if (known.Scale > 0 && (parts[2] != 0 || low % 10 == 0)) decimal.GetBits(known / TrailingZeros, parts);
        Add(((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        Add(((ulong)(uint)parts[3] << 32) | (uint)parts[2]);
    }

    private void Add(long? value)
    {
        Add(value is null ? 0UL : 1UL);
        Add((ulong)(value ?? 0));
    }

    private void Add(ulong value) =>
        _state = BitOperations.RotateLeft(_state ^ (value * Multiplier), 27) * Finisher + Multiplier;
}
