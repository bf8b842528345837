using System.Text.Json;
using TokenUsage.Cli.Importing;

namespace TokenUsage.Cli.Bills;

/// <summary>Reads answers of OpenAI's <c>/v1/organization/usage/*</c> and <c>/v1/organization/costs</c>.</summary>
/// <remarks>
/// Source: OpenAI's reference of its usage and costs interfaces. <c>input_tokens</c> there are text tokens with the
/// cached ones; audio is counted beside them. A cost's line item is the invoice's wording and no model: costs are
/// compared by day.
/// </remarks>
internal static class OpenAIBill
{
    public static bool Recognizes(JsonElement page) => page.Text("object") is "page" && BillPage.HasBuckets(page);

    public static Bill Read(IReadOnlyList<JsonElement> pages) =>
        new("openai", [.. pages.SelectMany(page => BillPage.Results(page, StartOf)).Select(Item)]);

    private static DateTimeOffset? StartOf(JsonElement bucket) =>
        bucket.Count("start_time") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static BillItem Item((DateOnly Day, JsonElement Result) line)
    {
        (DateOnly day, JsonElement result) = line;
        JsonElement amount = result.Member("amount");
        if (amount.ValueKind == JsonValueKind.Object)
        {
            BillPage.RequireDollars(amount.Text("currency"));
            return new BillItem(day, null) { Usd = BillPage.Money(amount, "value") };
        }

        return new BillItem(day, result.Text("model"))
        {
            Requests = result.Count("num_model_requests"),
            Input = BillPage.Sum(result.Count("input_tokens"), result.Count("input_audio_tokens")),
            CachedInput = result.Count("input_cached_tokens"),
            Output = BillPage.Sum(result.Count("output_tokens"), result.Count("output_audio_tokens")),
        };
    }
}
