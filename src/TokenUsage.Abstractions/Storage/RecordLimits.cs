using System.Collections.Immutable;
using System.Text;

namespace TokenUsage.Storage;

/// <summary>The bounds of what a store keeps of one record, so that no caller's text can break or bloat it.</summary>
/// <remarks>
/// Applied by every store before it looks at a record: too long texts are cut, NUL characters and halves of surrogate
/// pairs become U+FFFD (no database keeps them), counts are brought into 0…<see cref="TokenCounts.MaxPerCall"/>.
/// </remarks>
public static class RecordLimits
{
    /// <summary>The most characters of a dimension, a model, an endpoint, a meter's or a tag's name.</summary>
    public const int MaxText = 256;

    /// <summary>The most characters of a metadata value.</summary>
    public const int MaxMetadata = 1024;

    /// <summary>The most tags, metadata entries and meters.</summary>
    public const int MaxEntries = 64;

    /// <summary>Brings a record within the bounds.</summary>
    /// <returns>The same object when it is within them already.</returns>
    public static UsageRecord Apply(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return IsWithin(record) ? record : Cut(record);
    }

    private static bool IsWithin(UsageRecord record) =>
        Fits(record.Provider) && Fits(record.Operation) && Fits(record.Endpoint) && Fits(record.RequestedModel)
        && Fits(record.Model) && Fits(record.ResponseId) && Fits(record.ServiceTier) && Fits(record.ErrorType)
        && Fits(record.Cost.PriceVersion) && Fits(record.Cost.PriceMatch) && Fits(record.Dimensions.User)
        && Fits(record.Dimensions.Session) && Fits(record.Dimensions.Agent) && Fits(record.Dimensions.Feature)
        && Fits(record.Dimensions.Project) && Fits(record.Dimensions.Tags, MaxText)
        && Fits(record.Metadata, MaxMetadata) && Fits(record.Meters) && record.Tokens.Clamp() == record.Tokens
        && record.Attempt >= 1 && record.Weight >= 1
        && Enum.IsDefined(record.Outcome) && Enum.IsDefined(record.Priority)
        && Enum.IsDefined(record.Source) && Enum.IsDefined(record.Cost.Status);

    private static UsageRecord Cut(UsageRecord record) => record with
    {
        Provider = Cut(record.Provider, MaxText) ?? "",
        Operation = Cut(record.Operation, MaxText) ?? "",
        Endpoint = Cut(record.Endpoint, MaxText),
        RequestedModel = Cut(record.RequestedModel, MaxText),
        Model = Cut(record.Model, MaxText),
        ResponseId = Cut(record.ResponseId, MaxText),
        ServiceTier = Cut(record.ServiceTier, MaxText),
        ErrorType = Cut(record.ErrorType, MaxText),
        Cost = record.Cost with
        {
            Status = Known(record.Cost.Status, CostStatus.Unpriced),
            PriceVersion = Cut(record.Cost.PriceVersion, MaxText),
            PriceMatch = Cut(record.Cost.PriceMatch, MaxText),
        },
        Dimensions = new UsageDimensions
        {
            User = Cut(record.Dimensions.User, MaxText),
            Session = Cut(record.Dimensions.Session, MaxText),
            Agent = Cut(record.Dimensions.Agent, MaxText),
            Feature = Cut(record.Dimensions.Feature, MaxText),
            Project = Cut(record.Dimensions.Project, MaxText),
            Tags = Cut(record.Dimensions.Tags, MaxText),
        },
        Metadata = Cut(record.Metadata, MaxMetadata),
        Meters = [.. record.Meters.Take(MaxEntries).Select(m => m with { Name = Cut(m.Name, MaxText) ?? "" })],
        Tokens = record.Tokens.Clamp(),
        Attempt = Math.Max(record.Attempt, 1),
        Weight = Math.Max(record.Weight, 1),
        Outcome = Known(record.Outcome, CallOutcome.Failed),
        Priority = Known(record.Priority, Priority.Medium),
        Source = Known(record.Source, UsageSource.Unreported),
    };

    private static T Known<T>(T value, T otherwise) where T : struct, Enum => Enum.IsDefined(value) ? value : otherwise;

    private static bool Fits(string? text, int length = MaxText)
    {
        if (text is null) return true;
        return text.Length <= length && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0');
    }

    private static bool Fits(IReadOnlyDictionary<string, string> entries, int length)
    {
        if (entries.Count == 0) return true;
        return entries.Count <= MaxEntries && entries.All(e => Fits(e.Key) && Fits(e.Value, length));
    }

    private static bool Fits(IReadOnlyList<UsageMeter> meters)
    {
        if (meters.Count > MaxEntries) return false;
        for (int i = 0; i < meters.Count; i++)
        {
            if (!Fits(meters[i].Name)) return false;
        }

        return true;
    }

    private static ImmutableDictionary<string, string> Cut(IReadOnlyDictionary<string, string> entries, int length)
    {
        var kept = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in entries.OrderBy(e => e.Key, StringComparer.Ordinal).Take(MaxEntries))
        {
            kept[Cut(key, MaxText) ?? ""] = Cut(value, length) ?? "";
        }

        return kept.ToImmutable();
    }

    private static string? Cut(string? text, int length)
    {
        if (text is null || Fits(text, length)) return text;

        var kept = new StringBuilder(Math.Min(text.Length, length));
        foreach (Rune rune in text.EnumerateRunes()) // a lone half arrives as U+FFFD
        {
            if (kept.Length + rune.Utf16SequenceLength > length) break;
            kept.Append(rune.Value == 0 ? "\ufffd" : rune.ToString());
        }

        return kept.ToString();
    }
}
