using System.Globalization;
using System.Text.Json;

namespace TokenUsage.Cli.Records;

/// <summary>Makes a record of the members that <see cref="RecordColumns"/> names.</summary>
internal sealed class RecordParser(IReadOnlyDictionary<string, string> members)
{
    /// <exception cref="FormatException">A member is missing or cannot be read; the message names it and its value.</exception>
    public UsageRecord Parse() => new()
    {
        Id = Guid.TryParse(Required("id"), out Guid id) ? id : throw Fault("id", "a UUID"),
        OperationId = Optional("operation_id") is not { } operation ? Guid.Empty
            : Guid.TryParse(operation, out Guid known) ? known : throw Fault("operation_id", "a UUID"),
        Attempt = (int)(Whole("attempt") ?? 1),
        StartedAt = Moment(),
        Duration = Time("duration_ms") ?? TimeSpan.Zero,
        TimeToFirstToken = Time("time_to_first_token_ms"),
        Provider = Required("provider"),
        Operation = Optional("operation") ?? "chat",
        Endpoint = Optional("endpoint"),
        RequestedModel = Optional("requested_model"),
        Model = Optional("model"),
        ResponseId = Optional("response_id"),
        ServiceTier = Optional("service_tier"),
        Tokens = new TokenCounts
        {
            Input = Whole("input"),
            CachedInput = Whole("cached_input"),
            CacheWrite = Whole("cache_write"),
            CacheWrite1h = Whole("cache_write_1h"),
            Output = Whole("output"),
            Reasoning = Whole("reasoning"),
        },
        Meters = [.. Pairs("meters").Select(pair => new UsageMeter(pair.Key, Number("meters", pair.Value)))],
        Source = Choice("source", UsageSource.Reported),
        Outcome = Choice("outcome", CallOutcome.Success),
        ErrorType = Optional("error_type"),
        Dimensions = new UsageDimensions
        {
            User = Optional("user"),
            Session = Optional("session"),
            Agent = Optional("agent"),
            Feature = Optional("feature"),
            Project = Optional("project"),
            Tags = Pairs("tags"),
        },
        Priority = Choice("priority", Priority.Medium),
        Cost = ParseCost(),
        Metadata = Pairs("metadata"),
    };

    private Cost ParseCost()
    {
        decimal? usd = Amount("usd");
        return new Cost
        {
            Status = Choice("cost_status", usd is null ? CostStatus.Unpriced : CostStatus.Priced),
            Usd = usd,
            InputUsd = Amount("input_usd"),
            OutputUsd = Amount("output_usd"),
            ListUsd = Amount("list_usd"),
            BilledUsd = Amount("billed_usd"),
            PriceVersion = Optional("price_version"),
            PriceMatch = Optional("price_match"),
        };
    }

    private string? Optional(string name) => members.GetValueOrDefault(name);

    private string Required(string name) =>
        Optional(name) ?? throw new FormatException($"has no '{name}', which every record needs");

    private DateTimeOffset Moment() => DateTimeOffset.TryParse(
        Required("started_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw Fault("started_at", "a time: 2026-03-01T12:00:00Z");

    private long? Whole(string name) => Optional(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : throw Fault(name, "a whole number from 0");

    private decimal? Amount(string name) => Optional(name) is { } text ? Number(name, text) : null;

    private TimeSpan? Time(string name)
    {
        if (Optional(name) is not { } text) return null;

        decimal milliseconds = Number(name, text);
        return milliseconds is >= 0 and < 1e15m / TimeSpan.TicksPerMillisecond * 1_000m
            ? TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))
            : throw Fault(name, "milliseconds from 0");
    }

    private TEnum Choice<TEnum>(string name, TEnum otherwise)
        where TEnum : struct, Enum => Optional(name) is not { } text ? otherwise
        : Enum.TryParse(text, ignoreCase: true, out TEnum choice) && Enum.IsDefined(choice)
            ? choice : throw Fault(name, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    private Dictionary<string, string> Pairs(string name)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Optional(name) is not { } text) return pairs;

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
                pairs[member.Name] = member.Value.ToString();
            return pairs;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Fault(name, "a JSON object");
        }
    }

    private static decimal Number(string name, string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number : throw new FormatException($"has '{name}' = '{text}'; it must be a number");

    private FormatException Fault(string name, string expected) =>
        new($"has '{name}' = '{Optional(name)}'; it must be {expected}");
}
