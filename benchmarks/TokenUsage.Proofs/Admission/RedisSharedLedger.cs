using TokenUsage.Admission;
using TokenUsage.Redis;
using TokenUsage.Redis.Scripts;
using TokenUsage.Redis.Tests;

namespace TokenUsage.Proofs.Admission;

/// <summary>The ledger in Redis, on a server of the proof's own.</summary>
internal sealed class RedisSharedLedger : ISharedLedger
{
    public string Name => "redis";

    public async Task<LedgerHost> StartAsync(CancellationToken cancellationToken)
    {
        if (!RedisServer.IsInstalled) throw new InvalidOperationException(RedisServer.Missing);

        var server = new RedisServer();
        await server.StartAsync(cancellationToken);
        return new LedgerHost(server.Configuration, server.Dispose);
    }

    // No policy of an outage may decide here: a step that takes too long is an error of the proof.
    public IQuotaLedger Connect(string address) => new RedisQuotaLedger(
        new RedisQuotaOptions
        {
            Configuration = address,
            OnOutage = RedisOutagePolicy.FailClosed,
            Timeout = TimeSpan.FromSeconds(5),
        },
        history: null,
        TimeProvider.System,
        logger: null,
        LedgerScripts.Timed);
}
