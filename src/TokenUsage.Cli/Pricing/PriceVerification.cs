using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;

namespace TokenUsage.Cli.Pricing;

/// <summary>Prices calls whose cost is known from elsewhere, and says where the two differ.</summary>
/// <remarks>
/// A file is an object with an array <c>cases</c>, each like a line of <c>price --from</c> with the expected cost besides:
/// a number or a string, <see langword="null"/> for "no price is known". A case with a <c>dispute</c> is left out.
/// </remarks>
internal sealed class PriceVerification(string expected, string? condition, TimeProvider time)
{
    // Lists that were scaled through binary numbers differ in the seventeenth digit.
    private const decimal Tolerance = 1e-12m;

    /// <returns>0 when every case agrees, 1 when one does not.</returns>
    public int Run(IAnsiConsole console, FileInfo file, CallPricer pricer)
    {
        using JsonDocument document = Parse(file);
        if (!document.RootElement.TryGetProperty("cases", out JsonElement cases))
            throw new FormatException($"'{file.Name}' has no array 'cases'.");

        int checkedCases = 0;
        int agreed = 0;
        int unpriced = 0;
        foreach (JsonElement one in cases.EnumerateArray())
        {
            if (!IsWanted(one)) continue;

            checkedCases++;
            PriceLine call = PriceLine.Parse(one.GetRawText(), time);
            CallPrice price = pricer.Price(call.Usage);
            decimal? wanted = AmountOf(one);
            if (wanted is null && price.Usd is null) unpriced++;
            if (Agrees(wanted, price.Usd)) agreed++;
            else Report(console, call, wanted, price);
        }

        console.MarkupLineInterpolated($"{agreed} of {checkedCases} agree, {unpriced} of them unpriced on both sides");
        return agreed == checkedCases ? 0 : 1;
    }

    private static JsonDocument Parse(FileInfo file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file.FullName));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PriceFileException($"'{file.FullName}' cannot be read: {exception.Message}", exception);
        }
    }

    private static bool Agrees(decimal? wanted, decimal? found) => wanted is null || found is null
        ? wanted == found
        : Math.Abs(found.Value - wanted.Value) <= Math.Abs(wanted.Value) * Tolerance;

    private static void Report(IAnsiConsole console, PriceLine call, decimal? wanted, in CallPrice price)
    {
        string right = PriceAnswer.ExactText(wanted) ?? "no price";
        string found = PriceAnswer.ExactText(price.Usd) ?? "no price";
        console.MarkupLineInterpolated($"{call.Id}: expected {right}, found {found} ({price.Match})");
    }

    private bool IsWanted(JsonElement one)
    {
        bool isDisputed = one.TryGetProperty("dispute", out JsonElement dispute)
            && dispute.ValueKind != JsonValueKind.Null;
        if (condition is null) return !isDisputed;
        return one.TryGetProperty(condition, out JsonElement holds) && holds.ValueKind == JsonValueKind.True;
    }

    private decimal? AmountOf(JsonElement one)
    {
        if (!one.TryGetProperty(expected, out JsonElement amount))
            throw new FormatException($"A case has no '{expected}'; name the member with --expected.");
        if (amount.ValueKind == JsonValueKind.Null) return null;

        string text = amount.ValueKind == JsonValueKind.String ? amount.GetString()! : amount.GetRawText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal usd)
            ? usd
            : throw new FormatException($"The expected cost '{text}' is not a number.");
    }
}
