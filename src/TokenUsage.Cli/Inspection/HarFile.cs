using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenUsage.Cli.Inspection;

/// <summary>Reads HTTP archives, the format in which browsers, proxies and debuggers export traffic (HAR 1.2).</summary>
internal static class HarFile
{
    /// <summary>Reads a file's entries.</summary>
    /// <exception cref="InvalidDataException">The file is no archive; the message says where and why.</exception>
    public static IReadOnlyList<HarEntry> Read(FileInfo file)
    {
        try
        {
            using FileStream stream = file.OpenRead();
            using JsonDocument document = JsonDocument.Parse(stream);
            if (!document.RootElement.TryGetProperty("log", out JsonElement log)
                || !log.TryGetProperty("entries", out JsonElement entries)
                || entries.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException($"{file.Name} is JSON, but no HTTP archive: it has no log.entries.");
            }

            return [.. entries.EnumerateArray().Select((entry, index) => ReadEntry(file, entry, index))];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file.Name} is not valid JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file.FullName} cannot be read: {exception.Message}", exception);
        }
    }

    private static HarEntry ReadEntry(FileInfo file, JsonElement entry, int index)
    {
        try
        {
            JsonElement request = entry.GetProperty("request");
            JsonElement response = entry.GetProperty("response");
            JsonElement content = response.GetProperty("content");
            return new HarEntry
            {
                Id = Text(entry, "_id") ?? index.ToString(CultureInfo.InvariantCulture),
                StartedAt = DateTimeOffset.Parse(Text(entry, "startedDateTime") ?? "", CultureInfo.InvariantCulture),
                Exchange = new WireExchange
                {
                    Method = request.GetProperty("method").GetString()!.ToUpperInvariant(),
                    Address = new Uri(request.GetProperty("url").GetString()!),
                    Status = response.GetProperty("status").GetInt32(),
                    MediaType = Text(content, "mimeType")?.Split(';')[0].Trim().ToLowerInvariant(),
                    ResponseHeaders = [.. Headers(response)],
                    RequestBody = request.TryGetProperty("postData", out JsonElement post) ? Body(post) : default,
                    ResponseBody = Body(content),
                },
            };
        }
        catch (Exception exception) when (exception
            is KeyNotFoundException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException(
                $"{file.Name}: entry {index} is not as HTTP archives are: {exception.Message}", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement response)
    {
        if (!response.TryGetProperty("headers", out JsonElement headers)) yield break;

        foreach (JsonElement header in headers.EnumerateArray())
        {
            yield return new(header.GetProperty("name").GetString()!, header.GetProperty("value").GetString()!);
        }
    }

    private static ReadOnlyMemory<byte> Body(JsonElement holder)
    {
        if (Text(holder, "text") is not { } text) return default;
        return Text(holder, "encoding") is "base64" ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
    }

    private static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
