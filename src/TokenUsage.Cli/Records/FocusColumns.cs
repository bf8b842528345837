using System.Globalization;

namespace TokenUsage.Cli.Records;

/// <summary>The columns of FOCUS 1.2, the FinOps Open Cost and Usage Specification, a row for each record.</summary>
/// <remarks>
/// The costs of FOCUS must not be empty, and an unknown price is never 0 here: records without a price have no row. A
/// column of our own begins with <c>x_</c>, as the specification asks.
/// </remarks>
internal static class FocusColumns
{
    private const string Account = "token-usage";

    public static IReadOnlyList<RecordColumn> All { get; } =
    [
        Money("BilledCost", r => r.Cost.BilledUsd ?? r.Cost.Usd),
        Text("BillingAccountId", _ => Account),
        Text("BillingAccountName", _ => Account),
        Text("BillingCurrency", _ => "USD"),
        Time("BillingPeriodEnd", r => Month(r).AddMonths(1)),
        Time("BillingPeriodStart", Month),
        Text("ChargeCategory", _ => "Usage"),
        Text("ChargeClass", _ => null),
        Text("ChargeDescription", r => $"{r.Operation} with {Model(r)}"),
        Text("ChargeFrequency", _ => "Usage-Based"),
        Time("ChargePeriodEnd", r => r.StartedAt + Longer(r.Duration)),
        Time("ChargePeriodStart", r => r.StartedAt),
        Money("ConsumedQuantity", r => r.Tokens.Total),
        Text("ConsumedUnit", r => r.Tokens.Total is null ? null : "Tokens"),
        Money("ContractedCost", r => r.Cost.Usd),
        Money("EffectiveCost", r => r.Cost.Usd),
        Text("InvoiceIssuerName", r => r.Provider),
        Money("ListCost", r => r.Cost.ListUsd ?? r.Cost.Usd),
        Money("PricingQuantity", r => r.Tokens.Total),
        Text("PricingUnit", r => r.Tokens.Total is null ? null : "Tokens"),
        Text("ProviderName", r => r.Provider),
        Text("PublisherName", r => r.Provider),
        Text("ResourceId", Model),
        Text("ResourceName", Model),
        Text("ResourceType", _ => "Model"),
        Text("ServiceCategory", _ => "AI and Machine Learning"),
        Text("ServiceName", r => $"{r.Provider} {r.Operation}"),
        Text("ServiceSubcategory", _ => "Generative AI"),
        Text("SkuId", r => $"{r.Provider}/{Model(r)}"),
        Text("SubAccountId", r => r.Dimensions.Project),
        Text("SubAccountName", r => r.Dimensions.Project),
        new("Tags", ColumnKind.Json, Tags),
        Text("x_RecordId", r => r.Id.ToString()),
        Text("x_CostStatus", r => r.Cost.Status.ToString()),
        Money("x_InputTokens", r => r.Tokens.Input),
        Money("x_OutputTokens", r => r.Tokens.Output),
    ];

    /// <summary>Says whether a record was billed, and for how much is known.</summary>
    public static bool Covers(UsageRecord record) => record.Cost.Usd is not null
        && record.Outcome is not (CallOutcome.Cached or CallOutcome.Refused);

    private static string Model(UsageRecord record) => record.Model ?? record.RequestedModel ?? "unknown";

    private static DateTimeOffset Month(UsageRecord record)
    {
        DateTime start = record.StartedAt.UtcDateTime;
        return new DateTimeOffset(start.Year, start.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    // The end is exclusive in FOCUS, so that a period of no length would hold nothing.
    private static TimeSpan Longer(TimeSpan duration) =>
        duration > TimeSpan.FromSeconds(1) ? duration : TimeSpan.FromSeconds(1);

    private static string? Tags(UsageRecord record)
    {
        var tags = new Dictionary<string, string>(record.Dimensions.Tags, StringComparer.Ordinal);
        Add(Dimension.User, record.Dimensions.User);
        Add(Dimension.Session, record.Dimensions.Session);
        Add(Dimension.Agent, record.Dimensions.Agent);
        Add(Dimension.Feature, record.Dimensions.Feature);

        return RecordColumns.Pairs(tags);

        void Add(Dimension dimension, string? value)
        {
            if (value is not null) tags[dimension.Name] = value;
        }
    }

    private static RecordColumn Text(string name, Func<UsageRecord, string?> valueOf) =>
        new(name, ColumnKind.Text, valueOf);

    private static RecordColumn Money(string name, Func<UsageRecord, decimal?> valueOf) => new(
        name, ColumnKind.Number, r => valueOf(r)?.ToString(CultureInfo.InvariantCulture));

    private static RecordColumn Time(string name, Func<UsageRecord, DateTimeOffset> valueOf) => Text(
        name, r => valueOf(r).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
