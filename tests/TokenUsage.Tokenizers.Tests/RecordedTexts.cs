using System.Text.Json;

namespace TokenUsage.Tokenizers.Tests;

/// <summary>The texts in the recorded exchanges with OpenAI that <c>TOKENUSAGE_DATA</c> points to.</summary>
internal static class RecordedTexts
{
    public const string SkipReason = "TOKENUSAGE_DATA is not set: it points to the folder with recordings/*.har.";

    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("TOKENUSAGE_DATA") is { Length: > 0 } data
        ? Path.Combine(data, "recordings") : null;

    public static IReadOnlyList<RecordedText> Embeddings() => [.. Read("/v1/embeddings", Embedding)];

    /// <summary>Chats of plain messages: tools, images and schemas take tokens in ways that are not published.</summary>
    /// <remarks>A stream that shows usage which its request did not ask for was recorded beside another request (#514).</remarks>
    public static IReadOnlyList<RecordedText> Chats() => [.. Read("/v1/chat/completions", Chat)];

    private static IEnumerable<RecordedText> Read(
        string path, Func<string, JsonElement, long, RecordedText?> make)
    {
        using var har = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, "openai.har")));
        foreach (JsonElement entry in har.RootElement.GetProperty("log").GetProperty("entries").EnumerateArray())
        {
            JsonElement request = entry.GetProperty("request");
            JsonElement expected = entry.GetProperty("_expected").GetProperty("input_total");
            bool isWanted = new Uri(request.GetProperty("url").GetString()!).AbsolutePath == path
                && expected.ValueKind == JsonValueKind.Number && request.TryGetProperty("postData", out _);
            if (!isWanted) continue;

            using var body = JsonDocument.Parse(request.GetProperty("postData").GetProperty("text").GetString()!);
            string id = entry.GetProperty("_id").GetString()!;
            if (make(id, body.RootElement, expected.GetInt64()) is { } text) yield return text;
        }
    }

    private static RecordedText? Embedding(string id, JsonElement body, long tokens)
    {
        if (!body.TryGetProperty("input", out JsonElement input)) return null;

        IEnumerable<JsonElement> texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray() : [input];
        return texts.Any(text => text.ValueKind != JsonValueKind.String)
            ? null
            : new RecordedText(id, Model(body), [.. texts.Select(text => text.GetString()!)], 0, tokens);
    }

    private static RecordedText? Chat(string id, JsonElement body, long tokens)
    {
        string model = Model(body);
        bool isPlain = (model.StartsWith("gpt-4", StringComparison.Ordinal)
                || model.StartsWith("gpt-3.5", StringComparison.Ordinal))
            && (!IsTrue(body, "stream") || body.TryGetProperty("stream_options", out _))
            && !body.TryGetProperty("tools", out _) && !body.TryGetProperty("functions", out _)
            && !body.TryGetProperty("response_format", out _) && !body.TryGetProperty("web_search_options", out _);
        if (!isPlain) return null;

        var parts = new List<string>();
        int extra = 3;
        foreach (JsonElement message in body.GetProperty("messages").EnumerateArray())
        {
            bool isText = message.EnumerateObject().All(m => m.Name is "role" or "content")
                && message.GetProperty("content").ValueKind == JsonValueKind.String;
            if (!isText) return null;
            parts.Add(message.GetProperty("role").GetString()!);
            parts.Add(message.GetProperty("content").GetString()!);
            extra += 3;
        }

        return new RecordedText(id, model, parts, extra, tokens);
    }

    private static bool IsTrue(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string Model(JsonElement body) => body.GetProperty("model").GetString()!;
}
