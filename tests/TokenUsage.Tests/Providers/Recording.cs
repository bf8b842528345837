using System.Text;
using System.Text.Json;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

/// <summary>One recorded exchange, and the counts that it is known to have.</summary>
internal sealed record Recording
{
    public required string Id { get; init; }

    public required string Method { get; init; }

    public required Uri Address { get; init; }

    public required int Status { get; init; }

    public required string? MediaType { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>What was sent; empty where it was not kept.</summary>
    public required byte[] RequestBody { get; init; }

    public required JsonElement Expected { get; init; }

    public WireRequest Request => new(Method, Address);

    public static Recording From(string file, JsonElement entry)
    {
        JsonElement request = entry.GetProperty("request");
        JsonElement response = entry.GetProperty("response");
        JsonElement content = response.GetProperty("content");
        string text = content.TryGetProperty("text", out JsonElement t) ? t.GetString() ?? "" : "";
        bool isBinary = content.TryGetProperty("encoding", out JsonElement encoding)
            && encoding.GetString() == "base64";
        return new Recording
        {
            Id = $"{file} {entry.GetProperty("_id").GetString()} {entry.GetProperty("_api").GetString()}",
            Method = request.GetProperty("method").GetString()!,
            Address = new Uri(request.GetProperty("url").GetString()!),
            Status = response.GetProperty("status").GetInt32(),
            MediaType = content.GetProperty("mimeType").GetString(),
            Headers = [.. response.GetProperty("headers").EnumerateArray().Select(h =>
                KeyValuePair.Create(h.GetProperty("name").GetString()!, h.GetProperty("value").GetString()!))],
            Body = isBinary ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text),
            RequestBody = request.TryGetProperty("postData", out JsonElement sent)
                && sent.TryGetProperty("text", out JsonElement sentText)
                ? Encoding.UTF8.GetBytes(sentText.GetString() ?? "")
                : [],
            Expected = entry.GetProperty("_expected").Clone(),
        };
    }

    /// <summary>Opens the head as the wire handler would see it.</summary>
    public HttpResponseMessage OpenHead()
    {
        var head = new HttpResponseMessage((System.Net.HttpStatusCode)Status);
        foreach ((string name, string value) in Headers) head.Headers.TryAddWithoutValidation(name, value);
        return head;
    }

    /// <summary>Says where a reading differs from what is known; numbers that the provider did not state are free.</summary>
    public IEnumerable<string> Differences(UsageReading reading)
    {
        (string Name, decimal? Read)[] numbers =
        [
            ("input_total", reading.Tokens.Input), ("cached_read", reading.Tokens.CachedInput),
            ("cache_write", reading.Tokens.CacheWrite), ("output_total", reading.Tokens.Output),
            ("reasoning", reading.Tokens.Reasoning), ("audio_in", reading.GetMeter(UsageMeters.InputAudio)),
            ("audio_out", reading.GetMeter(UsageMeters.OutputAudio)),
        ];
        foreach ((string name, decimal? read) in numbers)
        {
            JsonElement expected = Expected.GetProperty(name);
            if (expected.ValueKind != JsonValueKind.Number) continue;
            if (expected.GetDecimal() != read)
                yield return $"{Id}: {name} is {expected}, read {(object?)read ?? "nothing"}";
        }
    }
}
