using System.Text.Json;
using TokenUsage.Cli.Importing;

namespace TokenUsage.Cli.Bills;

/// <summary>Reads Anthropic's <c>/v1/organizations/usage_report/messages</c> and <c>cost_report</c>.</summary>
/// <remarks>
/// Source: Anthropic's reference of its administration interface. Input is told apart by what the cache did with it, so
/// that the whole is the sum; a cost is text in cents, and the priority tier is never in it. Requests are not stated.
/// </remarks>
internal static class AnthropicBill
{
    private const decimal CentsInDollar = 100;

    public static bool Recognizes(JsonElement page) =>
        BillPage.HasBuckets(page) && page.Member("data").EnumerateArray().All(bucket => StartOf(bucket) is not null);

    public static Bill Read(IReadOnlyList<JsonElement> pages) =>
        new("anthropic", [.. pages.SelectMany(page => BillPage.Results(page, StartOf)).Select(Item)]);

    private static DateTimeOffset? StartOf(JsonElement bucket) => bucket.Moment("starting_at");

    private static BillItem Item((DateOnly Day, JsonElement Result) line)
    {
        (DateOnly day, JsonElement result) = line;
        if (result.Member("amount").ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            BillPage.RequireDollars(result.Text("currency"));
            return new BillItem(day, null) { Usd = BillPage.Money(result, "amount") / CentsInDollar };
        }

        JsonElement written = result.Member("cache_creation");
        return new BillItem(day, result.Text("model"))
        {
            Input = BillPage.Sum(
                result.Count("uncached_input_tokens"),
                result.Count("cache_read_input_tokens"),
                written.Count("ephemeral_5m_input_tokens"),
                written.Count("ephemeral_1h_input_tokens")),
            CachedInput = result.Count("cache_read_input_tokens"),
            Output = result.Count("output_tokens"),
        };
    }
}
