using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Cli.Pricing;

/// <summary>Writes a price as JSON: <c>{"id","status","costUsd","model","flags"}</c>.</summary>
internal static class PriceAnswer
{
    public static string ToJson(string? id, in CallPrice price) =>
        Write(id, price.Status.ToString(), ExactText(price.Usd), ModelOf(price), FlagsOf(price.Flags), error: null);

    public static string Failed(string? id, string error) => Write(id, "Error", null, null, [], error);

    /// <summary>Every digit of an amount, and none that says nothing.</summary>
    public static string? ExactText(decimal? usd) =>
        usd?.ToString("0.############################", CultureInfo.InvariantCulture);

    public static IEnumerable<string> FlagsOf(CostFlags flags) =>
        Enum.GetValues<CostFlags>().Where(flag => flag != CostFlags.None && flags.HasFlag(flag))
            .Select(flag => flag.ToString());

    /// <summary>The model whose prices were used, as <c>provider/model</c>; <see langword="null"/> when none was.</summary>
    public static string? ModelOf(in CallPrice price)
    {
        if (price.Match is null or "none") return null;

        int end = price.Match.IndexOf(" (", StringComparison.Ordinal);
        return end < 0 ? price.Match : price.Match[..end];
    }

    private static string Write(
        string? id, string status, string? costUsd, string? model, IEnumerable<string> flags, string? error)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("status", status);
            json.WriteString("costUsd", costUsd);
            json.WriteString("model", model);
            json.WriteStartArray("flags");
            foreach (string flag in flags) json.WriteStringValue(flag);
            json.WriteEndArray();
            if (error is not null) json.WriteString("error", error);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
