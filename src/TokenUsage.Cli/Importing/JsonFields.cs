using System.Globalization;
using System.Text.Json;

namespace TokenUsage.Cli.Importing;

/// <summary>Reads members that may be missing, or of another kind than one hopes.</summary>
internal static class JsonFields
{
    public static JsonElement Member(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement value)
            ? value : default;

    public static string? Text(this JsonElement holder, string name)
    {
        JsonElement value = holder.Member(name);
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
    }

    public static long? Count(this JsonElement holder, string name)
    {
        JsonElement value = holder.Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0
            ? count : null;
    }

    public static decimal? Amount(this JsonElement holder, string name)
    {
        JsonElement value = holder.Member(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal amount) ? amount : null;
    }

    public static DateTimeOffset? Moment(this JsonElement holder, string name) =>
        DateTimeOffset.TryParse(
            holder.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? at : null;
}
