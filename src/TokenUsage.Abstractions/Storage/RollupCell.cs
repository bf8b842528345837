using System.Buffers;

namespace TokenUsage.Storage;

/// <summary>Totals that can be added to: of records, and of each other. Adding loses nothing but the order.</summary>
/// <remarks>Money is exact to 18 decimals. Not safe for concurrent use.</remarks>
public sealed partial class RollupCell
{
    private const byte Format = 1;
    private const long UsdFlag = 1L << CellCounters.Length;
    private const long EstimatedUsdFlag = UsdFlag << 1;
    private const long AvoidedUsdFlag = UsdFlag << 2;
    private const long LatencyFlag = UsdFlag << 3;
    private const long FirstTokenFlag = UsdFlag << 4;
    private const long MetersFlag = UsdFlag << 5;
    private const long LessFlag = UsdFlag << 6;
    private const long AllFlags = (UsdFlag << 7) - 1;
    private const long TokenFlags = UsdFlag - (1L << (int)CellCounter.Input);

    private CellCounters _counters;
    private long _known;
    private decimal _usd;
    private decimal _estimatedUsd;
    private decimal _avoidedUsd;
    private LatencySketch? _latency;
    private LatencySketch? _firstToken;
    private MeterTotals? _meters;

    /// <summary>Gets whether nothing was added.</summary>
    public bool IsEmpty => this[CellCounter.Attempts] == 0;

    private ref long this[CellCounter counter] => ref _counters[(int)counter];

    /// <summary>Reads a cell that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no cell.</exception>
    public static RollupCell Decode(ReadOnlySpan<byte> bytes)
    {
        var cell = new RollupCell();
        cell.Merge(bytes);
        return cell;
    }

    /// <summary>Adds a record.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void Add(UsageRecord record) => Add(new RollupSample(record));

    /// <summary>Adds a record by its sample.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void Add(in RollupSample sample)
    {
        if (sample.IsFirstAttempt) this[CellCounter.Calls] += sample.Weight;
        this[CellCounter.Attempts] += sample.Weight;
        this[CellCounter.Succeeded + (int)sample.Outcome] += sample.Weight;
        if (sample.IsBillable) AddBillable(sample);
        AddCost(sample);
        if (sample.Outcome != CallOutcome.Success) return;

        AddTime(ref _latency, sample.DurationBucket, sample.Duration, sample.Weight);
        if (sample.TimeToFirstToken is { } time) AddTime(ref _firstToken, sample.FirstTokenBucket, time, sample.Weight);
    }

    /// <summary>Adds another cell.</summary>
    /// <exception cref="OverflowException">A sum does not fit.</exception>
    public void Add(RollupCell other)
    {
        ArgumentNullException.ThrowIfNull(other);

        AddSums(other);
        if (other._latency is { } latency) (_latency ??= new LatencySketch()).Add(latency);
        if (other._firstToken is { } firstToken) (_firstToken ??= new LatencySketch()).Add(firstToken);
        if (other._meters is { } meters) (_meters ??= new MeterTotals()).Add(meters);
    }

    /// <summary>Adds a cell that <see cref="Encode"/> wrote, without making an object of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no cell.</exception>
    public void Merge(ReadOnlySpan<byte> bytes)
    {
        var reader = new CellReader(bytes);
        long flags = ReadFlags(ref reader);
        MergeSums(ref reader, flags);
        if ((flags & LatencyFlag) != 0) (_latency ??= new LatencySketch()).Merge(ref reader);
        if ((flags & FirstTokenFlag) != 0) (_firstToken ??= new LatencySketch()).Merge(ref reader);
        if ((flags & MetersFlag) != 0) (_meters ??= new MeterTotals()).Merge(ref reader);
        if ((flags & LessFlag) != 0) MergeLess(ref reader);
    }

    /// <summary>Writes the cell, some 40 bytes for one call.</summary>
    public void Encode(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);

        long flags = Flags();
        var writer = new CellWriter(output);
        writer.Write(Format);
        writer.Write(flags);
        for (int i = 0; i < CellCounters.Length; i++)
        {
            if ((flags & (1L << i)) != 0) writer.Write(_counters[i]);
        }

        if ((flags & UsdFlag) != 0) writer.Write(_usd);
        if ((flags & EstimatedUsdFlag) != 0) writer.Write(_estimatedUsd);
        if ((flags & AvoidedUsdFlag) != 0) writer.Write(_avoidedUsd);
        if ((flags & LatencyFlag) != 0) _latency!.Write(ref writer);
        if ((flags & FirstTokenFlag) != 0) _firstToken!.Write(ref writer);
        if ((flags & MetersFlag) != 0) _meters!.Write(ref writer);
        if ((flags & LessFlag) != 0) WriteLess(writer);
    }

    /// <summary>Makes the cell empty again, to be reused.</summary>
    public void Clear()
    {
        _counters = default;
        _known = 0;
        _usd = _estimatedUsd = _avoidedUsd = 0;
        _latency?.Clear();
        _firstToken?.Clear();
        _meters = null;
    }

    /// <summary>Gets the totals.</summary>
    public UsageTotals ToTotals() => new()
    {
        Calls = this[CellCounter.Calls],
        Attempts = this[CellCounter.Attempts],
        Succeeded = this[CellCounter.Succeeded],
        Failed = this[CellCounter.Failed],
        Refused = this[CellCounter.Refused],
        Interrupted = this[CellCounter.Interrupted],
        Cached = this[CellCounter.Cached],
        Tokens = ToTokens(),
        Meters = _meters?.ToList() ?? [],
        PricedUsd = PricedUsd,
        AvoidedUsd = _avoidedUsd,
        Coverage = ToCoverage(),
        Latency = _latency?.Summarize(),
        TimeToFirstToken = _firstToken?.Summarize(),
    };

    private static void AddTime(ref LatencySketch? sketch, int bucket, TimeSpan time, int weight) =>
        (sketch ??= new LatencySketch()).Add(bucket, weight, checked(Math.Max(time.Ticks, 0) * weight));

    private TokenCounts ToTokens() => new()
    {
        Input = Known(CellCounter.Input),
        CachedInput = Known(CellCounter.CachedInput),
        CacheWrite = Known(CellCounter.CacheWrite),
        CacheWrite1h = Known(CellCounter.CacheWrite1h),
        Output = Known(CellCounter.Output),
        Reasoning = Known(CellCounter.Reasoning),
    };

    private Coverage ToCoverage() => new()
    {
        ReportedCalls = this[CellCounter.Reported],
        EstimatedCalls = this[CellCounter.Estimated],
        UnreportedCalls = this[CellCounter.Unreported],
        UnpricedCalls = this[CellCounter.Unpriced],
        PartlyPricedCalls = this[CellCounter.PartlyPriced],
        UnpricedTokens = this[CellCounter.UnpricedTokens],
        EstimatedUsd = _estimatedUsd,
    };

    private void AddBillable(in RollupSample sample)
    {
        this[sample.Source switch
        {
            UsageSource.Reported => CellCounter.Reported,
            UsageSource.Unreported => CellCounter.Unreported,
            _ => CellCounter.Estimated,
        }] += sample.Weight;
        TokenCounts tokens = sample.Tokens;
        Count(CellCounter.Input, tokens.Input);
        Count(CellCounter.CachedInput, tokens.CachedInput);
        Count(CellCounter.CacheWrite, tokens.CacheWrite);
        Count(CellCounter.CacheWrite1h, tokens.CacheWrite1h);
        Count(CellCounter.Output, tokens.Output);
        Count(CellCounter.Reasoning, tokens.Reasoning);
        for (int i = 0; i < sample.Meters.Count; i++)
        {
            UsageMeter meter = sample.Meters[i];
            (_meters ??= new MeterTotals()).Add(meter with { Quantity = RollupSample.Round(meter.Quantity) });
        }
    }

    private void Count(CellCounter counter, long? tokens)
    {
        if (tokens is not { } known) return;
        this[counter] = checked(this[counter] + known);
        _known |= 1L << (int)counter;
    }

    private long? Known(CellCounter counter) => (_known & (1L << (int)counter)) == 0 ? null : this[counter];

    private long Flags()
    {
        long flags = _known;
        for (int i = 0; i < (int)CellCounter.Input; i++)
        {
            if (_counters[i] != 0) flags |= _counters[i] > 0 ? 1L << i : LessFlag;
        }

        if (_usd != 0) flags |= UsdFlag;
        if (_estimatedUsd != 0) flags |= EstimatedUsdFlag;
        if (_avoidedUsd != 0) flags |= AvoidedUsdFlag;
        if (_latency is { Count: > 0 }) flags |= LatencyFlag;
        if (_firstToken is { Count: > 0 }) flags |= FirstTokenFlag;
        if (_meters is not null) flags |= MetersFlag;
        return flags;
    }
}
