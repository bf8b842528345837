using System.Text;

namespace TokenUsage.Sdk.Tests.Replay;

/// <summary>What the server sends back, and what it bills for it.</summary>
internal sealed record ReplayAnswer
{
    public int Status { get; init; } = 200;

    public string? MediaType { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; each piece leaves in a write and a chunk of its own.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; init; } = [];

    /// <summary>What is billed, under the id that the answer carries; <see langword="null"/> when nothing is.</summary>
    public BilledAttempt? Billed { get; init; }

    /// <summary>Completes when the answer may be sent. What is billed is billed before.</summary>
    public Task Held { get; init; } = Task.CompletedTask;

    /// <summary>Whether the connection is cut after the last piece, without the end of the body.</summary>
    public bool BreaksOff { get; init; }

    public static ReplayAnswer Json(string body, BilledAttempt? billed = null, int status = 200) => new()
    {
        Status = status,
        Pieces = [Encoding.UTF8.GetBytes(body)],
        Billed = billed,
    };

    public static ReplayAnswer Events(IEnumerable<string> events, BilledAttempt? billed = null) => new()
    {
        MediaType = "text/event-stream",
        Pieces = [.. events.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text + "\n\n"))],
        Billed = billed,
    };
}
