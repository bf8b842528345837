using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads a price file of any of the three formats, whichever it is.</summary>
internal static class PriceFile
{
    /// <summary>The largest file that is read, about forty times the largest known.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const byte ArrayStart = (byte)'[';

    /// <remarks><c>source</c> is the name in versions and messages: a file's name, or the user's word.</remarks>
    /// <exception cref="PriceFileException">The file as a whole cannot be used.</exception>
    public static ImportedCatalog Read(ReadOnlySpan<byte> utf8, string source, DateTimeOffset? asOf = null)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            return ReadFormat(utf8, source, asOf);
        }
        catch (JsonException exception)
        {
            throw new PriceFileException(
                $"'{source}' is not whole JSON: line {exception.LineNumber + 1}, byte "
                + $"{exception.BytePositionInLine + 1}. "
                + "It may be truncated, or hold a value such as NaN that JSON does not know.", exception);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw new PriceFileException(
                $"'{source}' does not have the shape of a price file: {exception.Message}", exception);
        }
    }

    /// <exception cref="PriceFileException">The stream is too long, or what it holds cannot be used.</exception>
    public static async Task<ImportedCatalog> ReadAsync(
        Stream stream, string source, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        byte[] content = await ReadWholeAsync(stream, source, cancellationToken).ConfigureAwait(false);
        return Read(content, source, asOf);
    }

    public static async Task<byte[]> ReadWholeAsync(Stream stream, string source, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                throw new PriceFileException($"'{source}' is longer than {MaxBytes} bytes; that is no price file.");
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ImportedCatalog ReadFormat(ReadOnlySpan<byte> utf8, string source, DateTimeOffset? asOf)
    {
        string digest = CatalogVersion.Of("", asOf, SHA256.HashData(utf8));
        ReadOnlySpan<byte> text = utf8.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) throw new PriceFileException($"'{source}' is empty.");
        if (text[0] == ArrayStart) return GenaiPricesReader.Read(utf8, GenaiPricesReader.Id + digest, asOf);
        return IsOurs(utf8)
            ? ReadOurs(utf8, source, digest) : LiteLlmReader.Read(utf8, LiteLlmReader.Id + digest, asOf);
    }

    // In LiteLLM's file every member of the root is a model, and so an object.
    private static bool IsOurs(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, PriceJson.Options);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject || !PriceJson.NextMember(ref json, out string name))
            return true;
        return json.TokenType != JsonTokenType.StartObject || name == "calendars";
    }

    private static ImportedCatalog ReadOurs(ReadOnlySpan<byte> utf8, string source, string digest)
    {
        PriceCatalog catalog = CatalogReader.Read(utf8, source, source + digest);
        var gates = new ImportGates();
        int entries = catalog.ModelCount;

        // Ratios are the user's business; an amount that no provider asks is a slip of the unit here too.
        ImmutableArray<ProviderPrices> providers = [.. catalog.Providers.Select(provider => provider.With(
            [.. provider.Models.Select(model => gates.Inspect(provider.Id, model, absoluteOnly: true))
                .OfType<ModelPrices>()]))];
        return new ImportedCatalog(
            catalog with { Providers = providers },
            new ImportReport(
                CatalogReader.Format, entries, providers.Sum(p => p.Models.Length), gates.Quarantined, []));
    }
}
