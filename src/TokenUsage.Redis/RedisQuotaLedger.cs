using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Redis.Outage;
using TokenUsage.Redis.Scripts;

namespace TokenUsage.Redis;

/// <summary>Keeps quotas in Redis: one script, and so one round trip, for each step of a call.</summary>
/// <remarks>
/// Overshoot is 0 while the primary lives. Replication is asynchronous, so that after a failover counters may lack the
/// last moments; what any process has seen, or the store knows, is then put back by the greater of the two.
/// </remarks>
internal sealed partial class RedisQuotaLedger : IQuotaLedger, IAsyncDisposable, IDisposable
{
    private readonly RedisQuotaOptions _options;
    private readonly IQuotaHistory? _history;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerScripts _scripts;
    private readonly LedgerKeys _keys;
    private readonly RedisLink _link;
    private readonly Circuit _circuit;
    private readonly LocalBook _book;
    private readonly CancellationTokenSource _stop = new();
    private Task _recovery = Task.CompletedTask;
    private Task _repair = Task.CompletedTask;
    private long _repairedAt;

    public RedisQuotaLedger(
        RedisQuotaOptions options,
        IQuotaHistory? history,
        TimeProvider time,
        ILogger<RedisQuotaLedger>? logger,
        LedgerScripts scripts)
    {
        RedisQuotaOptionsCheck.Require(options);
        _options = options;
        _history = history;
        _time = time;
        _logger = logger ?? NullLogger<RedisQuotaLedger>.Instance;
        _scripts = scripts;
        _keys = new LedgerKeys(options.KeyPrefix);
        _link = new RedisLink(options, time);
        _circuit = new Circuit(time);
        _book = new LocalBook(options.MaxFollowed, options.Processes);
        _repairedAt = time.GetTimestamp();
    }

    public bool IsShared => true;

    /// <summary>Gets whether the server is taken to be unreachable.</summary>
    public bool IsOffline => _circuit.IsOpen;

    public async ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken)
    {
        string key = KeyOf(line);
        FollowedCounter? counter = _book.Follow(key, line, Micros.Now(_time));
        if (_circuit.IsOpen) return ReadLocally(counter);

        try
        {
            var values = new RedisValue[LineArguments.PerLine];
            LineArguments.WriteClaim(values, line, isSeeded: false);
            var answer = (RedisResult[])(await _link.RunAsync(_scripts.Read, KeysOf(key), values, cancellationToken)
                .ConfigureAwait(false))!;
            LedgerBalance balance = LineArguments.ToBalance(line, answer);
            counter?.See(balance);
            return balance;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(exception);
            if (_options.OnOutage == RedisOutagePolicy.FailClosed) throw;
            return _book.Read(counter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _recovery.ConfigureAwait(false);
        await _repair.ConfigureAwait(false);
        await TellLastAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private LedgerBalance ReadLocally(FollowedCounter? counter) =>
        _options.OnOutage == RedisOutagePolicy.FailClosed
            ? throw new RedisLedgerOfflineException()
            : _book.Read(counter);

    private string KeyOf(in LedgerLine line)
    {
        long window = line.Window.Id;
        if (line.Account.Hint is CounterNote note && note.Ledger == this && note.Window == window) return note.Key;

        string key = _keys.CounterOf(line.Account.Text, window);
        line.Account.Hint = new CounterNote(this, window, key);
        return key;
    }

    private RedisKey[] KeysOf(params ReadOnlySpan<string> counters)
    {
        var keys = new RedisKey[3 + counters.Length];
        keys[0] = _keys.Leases;
        keys[1] = _keys.Due;
        keys[2] = _keys.Resolved;
        for (int i = 0; i < counters.Length; i++) keys[3 + i] = counters[i];
        return keys;
    }

    private RedisKey[] KeysOf(LedgerClaim claim)
    {
        var keys = KeysOf(new string[claim.Count]);
        for (int i = 0; i < claim.Count; i++) keys[3 + i] = KeyOf(claim.Lines[i]);
        return keys;
    }

    private static string NameOf(Guid id) => id.ToString("N");

    /// <summary>Notes that the server did not do its part. Enough of that, and it is left alone until it does.</summary>
    private void Fail(Exception exception)
    {
        if (!_circuit.Fail()) return;

        _logger.ServerLost(_options.OnOutage, exception);
        _book.BeginOutage();
        if (!_stop.IsCancellationRequested) _recovery = RecoverAsync();
    }
}
