using StackExchange.Redis;
using TokenUsage.Redis.Scripts;

namespace TokenUsage.Redis;

/// <summary>Runs scripts on the server, each within a time.</summary>
/// <remarks>
/// Every script is harmless when it runs twice, so that one whose fate is unknown is simply sent again: what went wrong
/// may have been the way to the server or the way back.
/// </remarks>
internal sealed class RedisLink : IAsyncDisposable
{
    private const string UnknownScript = "NOSCRIPT";

    // What no caller waits for may take longer: a server that is slow for a moment is not away.
    private static readonly TimeSpan BehindCallers = TimeSpan.FromSeconds(2);

    private readonly ConfigurationOptions _configuration;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private Task<ConnectionMultiplexer> _connecting;

    public RedisLink(RedisQuotaOptions options, TimeProvider time)
    {
        _timeout = options.Timeout;
        _time = time;
        _configuration = ConfigurationOptions.Parse(options.Configuration);
        _configuration.AbortOnConnectFail = false; // a server that is absent at start may come later
        _configuration.BacklogPolicy = BacklogPolicy.FailFast; // a call must not wait for a connection to come back
        _configuration.ConnectTimeout = Math.Min(_configuration.ConnectTimeout, 1_000);
        _configuration.ReconnectRetryPolicy = new LinearRetry(200); // the usual one waits for minutes in the end
        _configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(250);
        _connecting = Task.Run(ConnectAsync);
    }

    /// <summary>Runs a script that a caller waits for.</summary>
    public ValueTask<RedisResult> RunAsync(
        LedgerScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(script, keys, values, _timeout, cancellationToken);

    /// <summary>Runs a script of the upkeep.</summary>
    public ValueTask<RedisResult> RunBehindAsync(
        LedgerScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(script, keys, values, _timeout > BehindCallers ? _timeout : BehindCallers, cancellationToken);

    private async ValueTask<RedisResult> RunAsync(
        LedgerScript script,
        RedisKey[] keys,
        RedisValue[] values,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        ConnectionMultiplexer connection = _connecting.IsCompletedSuccessfully
            ? await _connecting.ConfigureAwait(false)
            : await _connecting.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        IDatabase database = connection.GetDatabase();
        bool isKnown = true;
        bool isRepeated = false;
        while (true)
        {
            Task<RedisResult> answer = isKnown
                ? database.ScriptEvaluateAsync(script.Hash, keys, values, CommandFlags.DemandMaster)
                : database.ScriptEvaluateAsync(
                    script.Text, keys, values, CommandFlags.DemandMaster | CommandFlags.NoScriptCache);
            TimeSpan left = timeout - _time.GetElapsedTime(started);
            try
            {
                return answer.IsCompletedSuccessfully
                    ? await answer.ConfigureAwait(false)
                    : await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken)
                        .ConfigureAwait(false);
            }
            catch (RedisServerException exception) when (isKnown && IsUnknownScript(exception))
            {
                isKnown = false; // a server that was restarted, or has become the primary, has never seen it
            }
            catch (RedisConnectionException) when (!isRepeated && left > TimeSpan.Zero)
            {
                isRepeated = true;
            }
            catch (Exception) when (!answer.IsCompleted)
            {
                Forget(answer);
                throw;
            }
        }
    }

    /// <summary>Connects again if the first attempt broke off; a lost connection comes back by itself.</summary>
    public void Mend()
    {
        if (_connecting.IsFaulted) _connecting = Task.Run(ConnectAsync);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            ConnectionMultiplexer connection = await _connecting.ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // There is nothing to close.
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync(_configuration);

    private static bool IsUnknownScript(RedisServerException exception) =>
        exception.Message.StartsWith(UnknownScript, StringComparison.Ordinal);

    /// <summary>Looks at the exception of an answer that nobody waits for, so that the runtime does not report it.</summary>
    private static void Forget(Task answer) => answer.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
