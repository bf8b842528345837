using System.Text.Json;
using TokenUsage.Admission;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Writes changes as JSON: dimensions by their names, so that people can read the table.</summary>
internal static class ChangeJson
{
    public static string Write(QuotaChange change) =>
        JsonSerializer.Serialize(change, ChangeJsonContext.Default.QuotaChange);

    public static string Write(UsageDimensions? subject) =>
        JsonSerializer.Serialize(subject ?? UsageDimensions.None, ChangeJsonContext.Default.UsageDimensions);

    public static string Write(QuotaDefinition quota) =>
        JsonSerializer.Serialize(quota, ChangeJsonContext.Default.QuotaDefinition);

    public static QuotaDefinition ReadDefinition(string text) =>
        JsonSerializer.Deserialize(text, ChangeJsonContext.Default.QuotaDefinition)
        ?? throw new InvalidDataException("A quota in quota_published is null. Delete the row.");

    /// <exception cref="InvalidDataException">The text is no change.</exception>
    public static QuotaChange Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ChangeJsonContext.Default.QuotaChange)
                ?? throw new InvalidDataException("A change in quota_change is null. Delete the row.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"A change in quota_change cannot be read: {exception.Message} Update the package, or delete the row.",
                exception);
        }
    }
}
