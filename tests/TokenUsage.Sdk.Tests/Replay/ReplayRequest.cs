using System.Text;
using System.Text.Json;

namespace TokenUsage.Sdk.Tests.Replay;

/// <summary>A request as it arrived, body and all.</summary>
internal sealed record ReplayRequest
{
    public required string Method { get; init; }

    public required string Target { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public string Host => Headers.GetValueOrDefault("host", "");

    public string Path => Target.Split('?')[0];

    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Reads the body as JSON; an empty object when there is none.</summary>
    public JsonElement Json() => Body.IsEmpty ? JsonElement.Parse("{}") : JsonElement.Parse(Body.Span);
}
