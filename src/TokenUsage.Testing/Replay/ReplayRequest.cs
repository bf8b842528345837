using System.Text;
using System.Text.Json;

namespace TokenUsage.Testing.Replay;

/// <summary>A request as it arrived, body and all.</summary>
public sealed record ReplayRequest
{
    /// <summary>Gets the method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the path with its query.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the headers; names compare without letter case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Gets the body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the host that the client meant.</summary>
    public string Host => Headers.GetValueOrDefault("host", "");

    /// <summary>Gets the path without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>Gets the body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Reads the body as JSON; an empty object when there is none.</summary>
    public JsonElement Json() => Body.IsEmpty ? JsonElement.Parse("{}") : JsonElement.Parse(Body.Span);
}
