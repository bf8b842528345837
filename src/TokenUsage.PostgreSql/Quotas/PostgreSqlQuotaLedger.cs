using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.Admission;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>
/// Keeps quotas in PostgreSQL, for the processes of many machines. Steps that wait at once are one call of a function.
/// </summary>
internal sealed class PostgreSqlQuotaLedger : IQuotaLedger, IAsyncDisposable, IDisposable
{
    private const int MostAttempts = 3;

    // A step that waits longer than this is of no use to anyone: the gate has followed its policy by then.
    private const string ServerLimits = "-c statement_timeout=250";

    // The server answers sooner than this, or not at all.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly PostgreSqlQuotaOptions _options;
    private readonly Database _database;
    private readonly LedgerTables _tables;
    private readonly StepQueue _queue;

    public PostgreSqlQuotaLedger(PostgreSqlQuotaOptions options)
    {
        QuotaOptionsCheck.Require(options);
        _options = options;
        _database = Database.Connect(
            options.DataSource,
            options.ConnectionString,
            options.Schema,
            nameof(PostgreSqlRegistration.UsePostgreSqlQuotas),
            ServerLimits);
        _tables = new LedgerTables(options);
        _queue = new StepQueue(SendAsync);
    }

    public bool IsShared => true;

    public async ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var step = new LedgerStep(StepKind.Reserve, claim) { LeaseMicros = Micros(lease) };
        return Read(await _queue.RunAsync(step, cancellationToken).ConfigureAwait(false), claim);
    }

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken) =>
        ResolveAsync(LedgerStep.Settle(claim, actual), claim, cancellationToken);

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken) =>
        ResolveAsync(new LedgerStep(StepKind.Release, claim), claim, cancellationToken);

    public ValueTask<int> RenewAsync(IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        RunAsync(
            "SELECT $schema$.quota_renew($1, $2)",
            parameters =>
            {
                DimensionSql.Add<Guid[]>(parameters, [.. ids]);
                DimensionSql.Add(parameters, Micros(lease));
            },
            row => row.GetInt32(0),
            cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<Guid>>(
            "SELECT $schema$.quota_sweep($1, $2)",
            parameters =>
            {
                DimensionSql.Add(parameters, most);
                DimensionSql.Add(parameters, Micros(_options.RememberResolved));
            },
            row => row.GetFieldValue<Guid[]>(0),
            cancellationToken);

    public ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken) =>
        RunAsync(
            "SELECT * FROM $schema$.quota_read($1)",
            parameters => DimensionSql.Add(parameters, CounterId.Of(line)),
            row => new LedgerBalance(row.GetInt64(0), row.GetInt64(1)),
            cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static long Micros(TimeSpan length) => length == Timeout.InfiniteTimeSpan
        ? long.MaxValue : length.Ticks / TimeSpan.TicksPerMicrosecond;

    private static ReserveAnswer Read(StepAnswer answer, LedgerClaim claim)
    {
        ReserveStatus status = answer.Status switch
        {
            0 => ReserveStatus.Reserved,
            1 => ReserveStatus.Duplicate,
            2 => ReserveStatus.Refused,
            3 => ReserveStatus.WrongWindow,
            _ => ReserveStatus.AlreadyResolved,
        };
        for (int i = 0; i < answer.Balances.Length; i++)
        {
            if (answer.Balances[i].Exceeds) claim.SetBalance(i, answer.Balances[i]);
        }

        if (status == ReserveStatus.Reserved) claim.AdmittedAtMicros = answer.NowMicros;
        return new ReserveAnswer
        {
            Status = status,
            Line = answer.Line,
            NowMicros = answer.NowMicros,
            RetryAtMicros = answer.RetryAtMicros,
        };
    }

    private async ValueTask<ResolveStatus> ResolveAsync(
        LedgerStep step, LedgerClaim claim, CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        StepAnswer answer = await _queue.RunAsync(step, cancellationToken).ConfigureAwait(false);
        ResolveStatus status = answer.Status switch
        {
            0 => ResolveStatus.Settled,
            1 => ResolveStatus.LateSettled,
            2 => ResolveStatus.Released,
            _ => ResolveStatus.AlreadyResolved,
        };
        if (step.Kind == StepKind.Release || status == ResolveStatus.AlreadyResolved) return status;

        for (int i = 0; i < answer.Balances.Length; i++) claim.SetBalance(i, answer.Balances[i]);
        return status;
    }

    private async Task SendAsync(IReadOnlyList<LedgerStep> steps)
    {
        var batch = new StepBatch(steps);
        using var limit = new CancellationTokenSource(LongestStep, TimeProvider.System);
        try
        {
            await ExecuteAsync<object?>(
                StepBatch.Function,
                parameters => batch.AddTo(
                    parameters, _options.SynchronousCommit, Micros(_options.RememberResolved)),
                row =>
                {
                    batch.Complete(row);
                    return null;
                },
                limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException(
                $"{_database.Name} did not answer within {LongestStep.TotalSeconds:N0} s.", exception);
        }
    }

    private async ValueTask<T> RunAsync<T>(
        string function,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(function, bind, read, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> ExecuteAsync<T>(
        string function,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                NpgsqlCommand command = _database.Source.CreateCommand(_database.Sql(function));
                await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
                bind(command.Parameters);
                NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return read(reader);
            }
            catch (PostgresException exception) when (attempt < MostAttempts
                && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Nothing was changed, and every step may be repeated.
            }
        }
    }
}
