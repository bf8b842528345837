using System.Globalization;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Values that all formats write alike.</summary>
internal static class CommonValues
{
    /// <summary>Reads an error of any provider's shape: an object with a type or code, a text, or nothing.</summary>
    public static void Error(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (JsonValue.IsText(json)) reading.ErrorType ??= "error";
        if (!JsonValue.IsObject(json)) return;

        string? type = null;
        string? code = null;
        string? status = null;
        string? number = null;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("type"u8)) type = JsonValue.Text(members.Value, type);
            else if (members.Name.SequenceEqual("status"u8)) status = JsonValue.Text(members.Value, status);
            else if (members.Name.SequenceEqual("code"u8))
            {
                code = JsonValue.Text(members.Value, code);
                number = JsonValue.Count(members.Value)?.ToString(CultureInfo.InvariantCulture);
            }
        }

        // From the most telling to the least: OpenAI's type only says "tokens" where its code names the limit.
        reading.ErrorType = code ?? status ?? type ?? number ?? reading.ErrorType ?? "error";
    }

    /// <summary>Keeps the first model named: some providers begin with an empty one, none changes it.</summary>
    public static void Model(ReadOnlySpan<byte> json, UsageReading reading) =>
        reading.Model ??= JsonValue.Name(json, null);

    public static void ResponseId(ReadOnlySpan<byte> json, UsageReading reading) =>
        reading.ResponseId ??= JsonValue.Text(json, null);

    /// <summary>Keeps the last tier named: early events echo what was asked for.</summary>
    public static void ServiceTier(ReadOnlySpan<byte> json, UsageReading reading) =>
        reading.ServiceTier = JsonValue.Name(json, reading.ServiceTier);

    /// <summary>Keeps a fact on which a price may depend.</summary>
    public static void Fact(ReadOnlySpan<byte> json, string name, UsageReading reading)
    {
        if (JsonValue.Name(json, null) is { } text) reading.SetMetadata(name, text);
    }

    /// <summary>Sets a meter when the value is a number above zero.</summary>
    public static void Meter(ReadOnlySpan<byte> json, string name, UsageReading reading)
    {
        if (JsonValue.Number(json) is not { } quantity) return;
        if (quantity > 0 || reading.GetMeter(name) is not null) reading.SetMeter(name, Math.Max(0, quantity));
    }

    public static void AddToMeter(string name, decimal quantity, UsageReading reading) =>
        reading.SetMeter(name, (reading.GetMeter(name) ?? 0) + quantity);
}
