using System.Collections.Immutable;

namespace TokenUsage.Recording;

/// <summary>One record under way: filled in on the caller's path, and reused, so that a call allocates nothing for it.</summary>
/// <remarks>
/// Owned by one party at a time: capture, then the queue, then the recorder, which makes the public
/// <see cref="UsageRecord"/> of it and gives it back. A mutable class and not a struct, because it crosses the channel.
/// </remarks>
internal sealed class UsageEntry
{
    public Guid Id { get; set; }
    public Guid OperationId { get; set; }
    public int Attempt { get; set; } = 1;
    public int Weight { get; set; } = 1;
    public DateTimeOffset StartedAt { get; set; }
    public TimeSpan Duration { get; set; }
    public TimeSpan? TimeToFirstToken { get; set; }
    public string Provider { get; set; } = "";
    public string Operation { get; set; } = "";
    public string? Endpoint { get; set; }
    public string? RequestedModel { get; set; }
    public string? Model { get; set; }
    public string? ResponseId { get; set; }
    public string? ServiceTier { get; set; }
    public TokenCounts Tokens { get; set; }
    public List<UsageMeter> Meters { get; } = [];
    public UsageSource Source { get; set; }
    public CallOutcome Outcome { get; set; }
    public string? ErrorType { get; set; }
    public UsageDimensions Dimensions { get; set; } = UsageDimensions.None;
    public Priority Priority { get; set; } = Priority.Medium;
    public List<KeyValuePair<string, string>> Metadata { get; } = [];

    public CostStatus CostStatus { get; set; } = CostStatus.Unpriced;
    public decimal? Usd { get; set; }
    public decimal? InputUsd { get; set; }
    public decimal? OutputUsd { get; set; }
    public decimal? ListUsd { get; set; }
    public decimal? BilledUsd { get; set; }
    public string? PriceVersion { get; set; }
    public string? PriceMatch { get; set; }

    /// <summary>Gets or sets who waits until this entry is durable; <see langword="null"/> when nobody does.</summary>
    public TaskCompletionSource? Durable { get; set; }

    /// <summary>Takes over what a record says.</summary>
    public void CopyFrom(UsageRecord record)
    {
        Id = record.Id;
        OperationId = record.OperationId;
        Attempt = record.Attempt;
        Weight = record.Weight;
        StartedAt = record.StartedAt;
        Duration = record.Duration;
        TimeToFirstToken = record.TimeToFirstToken;
        Provider = record.Provider;
        Operation = record.Operation;
        Endpoint = record.Endpoint;
        RequestedModel = record.RequestedModel;
        Model = record.Model;
        ResponseId = record.ResponseId;
        ServiceTier = record.ServiceTier;
        Tokens = record.Tokens;
        Source = record.Source;
        Outcome = record.Outcome;
        ErrorType = record.ErrorType;
        Dimensions = record.Dimensions;
        Priority = record.Priority;
        CopyFrom(record.Cost);

        // Only when there are any: enumerating through the interface allocates.
        Meters.Clear();
        if (record.Meters.Count > 0) Meters.AddRange(record.Meters);
        Metadata.Clear();
        if (record.Metadata.Count > 0) Metadata.AddRange(record.Metadata);
    }

    /// <summary>Makes the public record of this entry.</summary>
    public UsageRecord ToRecord() => new()
    {
        Id = Id,
        OperationId = OperationId,
        Attempt = Attempt,
        Weight = Weight,
        StartedAt = StartedAt,
        Duration = Duration,
        TimeToFirstToken = TimeToFirstToken,
        Provider = Provider,
        Operation = Operation,
        Endpoint = Endpoint,
        RequestedModel = RequestedModel,
        Model = Model,
        ResponseId = ResponseId,
        ServiceTier = ServiceTier,
        Tokens = Tokens,
        Meters = Meters.Count == 0 ? [] : Meters.ToArray(),
        Source = Source,
        Cost = ToCost(),
        Outcome = Outcome,
        ErrorType = ErrorType,
        Dimensions = Dimensions,
        Priority = Priority,
        Metadata = Metadata.Count == 0 ? ImmutableDictionary<string, string>.Empty : ToDictionary(Metadata),
    };

    /// <summary>Makes the entry as good as new.</summary>
    public void Clear()
    {
        Id = OperationId = Guid.Empty;
        Attempt = Weight = 1;
        StartedAt = default;
        Duration = default;
        TimeToFirstToken = null;
        Provider = Operation = "";
        Endpoint = RequestedModel = Model = ResponseId = ServiceTier = ErrorType = null;
        Tokens = default;
        Meters.Clear();
        Source = UsageSource.Reported;
        Outcome = CallOutcome.Success;
        Dimensions = UsageDimensions.None;
        Priority = Priority.Medium;
        Metadata.Clear();
        Durable = null;

        CostStatus = CostStatus.Unpriced;
        Usd = InputUsd = OutputUsd = ListUsd = BilledUsd = null;
        PriceVersion = PriceMatch = null;
    }

    private void CopyFrom(Cost cost)
    {
        CostStatus = cost.Status;
        Usd = cost.Usd;
        InputUsd = cost.InputUsd;
        OutputUsd = cost.OutputUsd;
        ListUsd = cost.ListUsd;
        BilledUsd = cost.BilledUsd;
        PriceVersion = cost.PriceVersion;
        PriceMatch = cost.PriceMatch;
    }

    private Cost ToCost() => IsUnpriced ? Cost.Unpriced : new Cost
    {
        Status = CostStatus,
        Usd = Usd,
        InputUsd = InputUsd,
        OutputUsd = OutputUsd,
        ListUsd = ListUsd,
        BilledUsd = BilledUsd,
        PriceVersion = PriceVersion,
        PriceMatch = PriceMatch,
    };

    private bool IsUnpriced =>
        CostStatus == CostStatus.Unpriced && PriceVersion is null && PriceMatch is null
        && Usd is null && InputUsd is null && OutputUsd is null && ListUsd is null && BilledUsd is null;

    private static Dictionary<string, string> ToDictionary(List<KeyValuePair<string, string>> pairs)
    {
        // The last of two equal names wins, where a constructor would throw.
        var dictionary = new Dictionary<string, string>(pairs.Count, StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> pair in pairs) dictionary[pair.Key] = pair.Value;
        return dictionary;
    }
}
