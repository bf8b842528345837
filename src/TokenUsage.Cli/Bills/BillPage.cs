using System.Globalization;
using System.Text.Json;
using TokenUsage.Cli.Importing;

namespace TokenUsage.Cli.Bills;

/// <summary>What the pages of several providers have in common: buckets of time with results in them.</summary>
internal static class BillPage
{
    public static bool HasBuckets(JsonElement page) => page.Member("data").ValueKind == JsonValueKind.Array;

    /// <summary>Gets every result of a page with the UTC day that its bucket begins on.</summary>
    /// <exception cref="InvalidDataException">A bucket has no beginning.</exception>
    public static IEnumerable<(DateOnly Day, JsonElement Result)> Results(
        JsonElement page, Func<JsonElement, DateTimeOffset?> startOf)
    {
        foreach (JsonElement bucket in page.Member("data").EnumerateArray())
        {
            DateTimeOffset start = startOf(bucket)
                ?? throw new InvalidDataException("A bucket of the report has no beginning; export it again.");
            JsonElement results = bucket.Member("results");
            if (results.ValueKind != JsonValueKind.Array) continue;

            foreach (JsonElement result in results.EnumerateArray())
                yield return (DateOnly.FromDateTime(start.UtcDateTime), result);
        }
    }

    /// <summary>Reads an amount of money, which some write as text in order to keep its digits.</summary>
    public static decimal? Money(JsonElement holder, string name) =>
        holder.Amount(name)
        ?? (decimal.TryParse(
            holder.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) ? amount : null);

    /// <summary>Gets the sum of what is there; <see langword="null"/> when nothing is.</summary>
    public static long? Sum(params ReadOnlySpan<long?> counts)
    {
        long? sum = null;
        foreach (long? count in counts)
        {
            if (count is { } known) sum = checked((sum ?? 0) + known);
        }

        return sum;
    }

    /// <exception cref="InvalidDataException">The amount is in another currency.</exception>
    public static void RequireDollars(string? currency)
    {
        if (currency is not null && !string.Equals(currency, "USD", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"The bill is in {currency}; costs are compared in US dollars only.");
    }
}
