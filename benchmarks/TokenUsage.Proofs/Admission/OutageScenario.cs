using TokenUsage.Redis.Tests;

namespace TokenUsage.Proofs.Admission;

/// <summary>A way in which the server goes away, and the way in which it comes back.</summary>
internal sealed record OutageScenario(
    string Name,
    bool KeepsLog,
    bool IsAbsentAtStart,
    Func<RedisServer, CancellationToken, Task> Lose,
    Func<RedisServer, CancellationToken, Task> Return)
{
    public static IReadOnlyList<OutageScenario> All { get; } =
    [
        new("killed, restarted from its log", true, false, Kill, Start),
        new("killed, restarted empty", false, false, Kill, Start),
        new("paused", true, false, Pause, Resume),
        new("absent at start", true, true, (_, _) => Task.CompletedTask, Start),
    ];

    private static Task Kill(RedisServer server, CancellationToken cancellationToken) => Task.Run(
        server.Kill, cancellationToken);

    private static Task Pause(RedisServer server, CancellationToken cancellationToken) => Task.Run(
        server.Pause, cancellationToken);

    private static Task Resume(RedisServer server, CancellationToken cancellationToken) => Task.Run(
        server.Resume, cancellationToken);

    private static Task Start(RedisServer server, CancellationToken cancellationToken) =>
        server.StartAsync(cancellationToken);
}
