using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Conformance;
using TokenUsage.Redis.Scripts;

namespace TokenUsage.Redis.Tests;

/// <summary>A ledger on an empty part of a server, whose scripts read the time from a key instead of the clock.</summary>
internal sealed class RedisLedgerBench : QuotaLedgerBench
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly ConnectionMultiplexer _admin;
    private readonly string _clock;
    private readonly RedisQuotaLedger _ledger;

    private RedisLedgerBench(ConnectionMultiplexer admin, Action<RedisQuotaOptions>? configure, IQuotaHistory? history)
    {
        _admin = admin;
        Prefix = $"t{Guid.NewGuid():N}";
        _clock = $"{{{Prefix}}}:clock";
        var options = new RedisQuotaOptions { Configuration = admin.Configuration, KeyPrefix = Prefix };
        configure?.Invoke(options);
        Publish();
        _ledger = new RedisQuotaLedger(options, history, _time, logger: null, new LedgerScripts(
            $"local function clock() return tonumber(redis.call('GET', '{_clock}')) end\n"));
    }

    public static async Task<RedisLedgerBench> OpenAsync(
        RedisFixture fixture, Action<RedisQuotaOptions>? configure = null, IQuotaHistory? history = null)
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.Missing);
        string configuration = fixture.Configuration + ",allowAdmin=true";
        ConnectionMultiplexer admin = await ConnectionMultiplexer.ConnectAsync(configuration);
        return new RedisLedgerBench(admin, configure, history);
    }

    public override IQuotaLedger Ledger => _ledger;

    public override long NowMicros => Micros.Now(_time);

    public string Prefix { get; }

    public TimeProvider Time => _time;

    public IDatabase Database => _admin.GetDatabase();

    public IServer Server => _admin.GetServers()[0];

    public override void Advance(TimeSpan time)
    {
        _time.Advance(time);
        Publish();
    }

    public override async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _admin.DisposeAsync();
    }

    private void Publish() => Database.StringSet(_clock, NowMicros);
}
