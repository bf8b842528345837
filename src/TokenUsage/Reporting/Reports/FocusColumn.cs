using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenUsage.Reporting.Reports;

/// <summary>A column of FOCUS 1.2: the 21 mandatory ones, what else a charge has to say, and <c>x_</c> ones of our own.</summary>
internal sealed class FocusColumn
{
    private const string Issuer = "token-usage";
    private readonly Func<UsageReport, ReportCharge, string?> _valueOf;
    private readonly bool _isText;

    private FocusColumn(string name, bool isText, Func<UsageReport, ReportCharge, string?> valueOf) =>
        (Name, _isText, _valueOf) = (name, isText, valueOf);

    public static IReadOnlyList<FocusColumn> All { get; } =
    [
        Number("BilledCost", c => c.Totals.PricedUsd),
        Text("BillingAccountId", _ => Issuer),
        Text("BillingAccountName", _ => Issuer),
        Text("BillingCurrency", _ => "USD"),
        Time("BillingPeriodEnd", (report, _) => report.Period.To),
        Time("BillingPeriodStart", (report, _) => report.Period.From),
        Text("ChargeCategory", _ => "Usage"),
        Text("ChargeClass", _ => null),
        Text("ChargeDescription", c => $"{c.Totals.Calls.ToString(CultureInfo.InvariantCulture)} calls of {Model(c)}"),
        Text("ChargeFrequency", _ => "Usage-Based"),
        Time("ChargePeriodEnd", (_, charge) => charge.To),
        Time("ChargePeriodStart", (_, charge) => charge.From),
        Number("ConsumedQuantity", c => c.Totals.Tokens.Total),
        Text("ConsumedUnit", Unit),
        Number("ContractedCost", c => c.Totals.PricedUsd),
        Number("EffectiveCost", c => c.Totals.PricedUsd),
        Text("InvoiceIssuerName", c => c.Provider),
        Number("ListCost", c => c.Totals.PricedUsd),
        Number("PricingQuantity", c => c.Totals.Tokens.Total),
        Text("PricingUnit", Unit),
        Text("ProviderName", c => c.Provider),
        Text("PublisherName", c => c.Provider),
        Text("ResourceId", Model),
        Text("ResourceName", Model),
        Text("ResourceType", _ => "Model"),
        Text("ServiceCategory", _ => "AI and Machine Learning"),
        Text("ServiceName", c => c.Provider),
        Text("ServiceSubcategory", _ => "Generative AI"),
        Text("SkuId", c => $"{c.Provider}/{Model(c)}"),
        Text("SubAccountId", c => c.Account),
        Text("SubAccountName", c => c.Account),
        new("SubAccountType", isText: true, (report, charge) => charge.Account is null ? null : report.ChargeTo?.Name),
        new("Tags", isText: false, TagsOf),
        Number("x_Calls", c => c.Totals.Calls),
        Number("x_InputTokens", c => c.Totals.Tokens.Input),
        Number("x_OutputTokens", c => c.Totals.Tokens.Output),
        Number("x_EstimatedCost", c => c.Totals.Coverage.EstimatedUsd),
        Number("x_UnpricedCalls", c => c.Totals.Coverage.UnpricedCalls),
        Number("x_UnpricedTokens", c => c.Totals.Coverage.UnpricedTokens),
        new("x_ReportId", isText: true, (report, _) => report.Id),
    ];

    public string Name { get; }

    public void Append(StringBuilder row, UsageReport report, ReportCharge charge)
    {
        string? value = _valueOf(report, charge);
        if (_isText) CsvText.AppendText(row, value);
        else CsvText.AppendPlain(row, value);
    }

    private static FocusColumn Text(string name, Func<ReportCharge, string?> valueOf) =>
        new(name, isText: true, (_, charge) => valueOf(charge));

    private static FocusColumn Number(string name, Func<ReportCharge, decimal?> valueOf) => new(
        name, isText: false, (_, charge) => valueOf(charge)?.ToString(CultureInfo.InvariantCulture));

    // FOCUS wants moments in UTC.
    private static FocusColumn Time(string name, Func<UsageReport, ReportCharge, DateTimeOffset> valueOf) => new(
        name, isText: false, (report, charge) => valueOf(report, charge).UtcDateTime
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static string Model(ReportCharge charge) => charge.Model ?? "unknown";

    private static string? Unit(ReportCharge charge) => charge.Totals.Tokens.Total is null ? null : "Tokens";

    private static string? TagsOf(UsageReport report, ReportCharge charge)
    {
        if (charge.Account is not { } account || report.ChargeTo is not { } dimension) return null;

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(dimension.Name.StartsWith("tag:", StringComparison.Ordinal)
                ? dimension.Name["tag:".Length..] : dimension.Name, account);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
