using System.Text;

namespace TokenUsage.Testing.Replay;

/// <summary>What the server sends back, and what it bills for it.</summary>
public sealed record ReplayAnswer
{
    /// <summary>Gets the status code.</summary>
    /// <value>The default is 200.</value>
    public int Status { get; init; } = 200;

    /// <summary>Gets the media type; <see langword="null"/> sends none.</summary>
    /// <value>The default is <c>application/json</c>.</value>
    public string? MediaType { get; init; } = "application/json";

    /// <summary>Gets further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets the body; each piece leaves in a write and a chunk of its own.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; init; } = [];

    /// <summary>Gets what is billed, under the id that the answer carries; <see langword="null"/> when nothing is.</summary>
    public BilledAttempt? Billed { get; init; }

    /// <summary>Gets what completes when the answer may be sent. What is billed is billed before.</summary>
    public Task Held { get; init; } = Task.CompletedTask;

    /// <summary>Gets whether the connection is cut after the last piece, without the end of the body.</summary>
    public bool BreaksOff { get; init; }

    /// <summary>Makes an answer in one piece.</summary>
    public static ReplayAnswer Json(string body, BilledAttempt? billed = null, int status = 200)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new ReplayAnswer { Status = status, Pieces = [Encoding.UTF8.GetBytes(body)], Billed = billed };
    }

    /// <summary>Makes a stream of server-sent events; each leaves in a chunk of its own, with the empty line that ends it.</summary>
    public static ReplayAnswer Events(IEnumerable<string> events, BilledAttempt? billed = null) => new()
    {
        MediaType = "text/event-stream",
        Pieces = [.. events.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text + "\n\n"))],
        Billed = billed,
    };
}
