using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.Admission;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Keeps quotas in PostgreSQL, for the processes of many machines. Each step is one call of a function there.</summary>
internal sealed class PostgreSqlQuotaLedger : IQuotaLedger, IAsyncDisposable, IDisposable
{
    private const int MostAttempts = 3;

    // A step that waits longer than this is of no use to anyone: the gate has followed its policy by then.
    private const string ServerLimits = "-c statement_timeout=250";

    private static readonly QuotaUnit[] Units = Enum.GetValues<QuotaUnit>();

    private readonly PostgreSqlQuotaOptions _options;
    private readonly Database _database;
    private readonly LedgerTables _tables;

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
    }

    public bool IsShared => true;

    public async ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        var arrays = new ClaimArrays(claim);
        return await RunAsync(
            """
            SELECT * FROM $schema$.quota_reserve(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """,
            parameters =>
            {
                DimensionSql.Add(parameters, _options.SynchronousCommit);
                DimensionSql.Add(parameters, claim.Id);
                DimensionSql.Add(parameters, Micros(lease));
                arrays.AddCounters(parameters);
                arrays.AddLine(parameters, line => line.Window.StartMicros);
                arrays.AddLine(parameters, line => (short)line.Unit);
                arrays.AddLine(parameters, line => line.Limit);
                arrays.AddLine(parameters, line => line.Burst);
                arrays.AddLine(parameters, line => line.Amount);
                arrays.AddLine(parameters, line => line.Enforced);
            },
            row => ReadAnswer(row, claim),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken) =>
        ResolveAsync(claim, [.. Units.Select(unit => actual.Of(unit))], cancellationToken);

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken) =>
        ResolveAsync(claim, null, cancellationToken);

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

    private static ReserveAnswer ReadAnswer(NpgsqlDataReader row, LedgerClaim claim)
    {
        var status = row.GetInt16(0) switch
        {
            0 => ReserveStatus.Reserved,
            1 => ReserveStatus.Duplicate,
            2 => ReserveStatus.Refused,
            3 => ReserveStatus.WrongWindow,
            _ => ReserveStatus.AlreadyResolved,
        };
        long[] used = row.GetFieldValue<long[]>(4);
        long[] held = row.GetFieldValue<long[]>(5);
        bool[] exceeds = row.GetFieldValue<bool[]>(6);
        for (int i = 0; i < exceeds.Length; i++)
        {
            if (exceeds[i]) claim.SetBalance(i, new LedgerBalance(used[i], held[i], Exceeds: true));
        }

        long now = row.GetInt64(2);
        if (status == ReserveStatus.Reserved) claim.AdmittedAtMicros = now;
        return new ReserveAnswer
        {
            Status = status,
            Line = row.GetInt32(1),
            NowMicros = now,
            RetryAtMicros = row.GetInt64(3),
        };
    }

    private static ResolveStatus ReadStatus(NpgsqlDataReader row, LedgerClaim claim, bool isSettled)
    {
        ResolveStatus status = row.GetInt16(0) switch
        {
            0 => ResolveStatus.Settled,
            1 => ResolveStatus.LateSettled,
            2 => ResolveStatus.Released,
            _ => ResolveStatus.AlreadyResolved,
        };
        if (!isSettled || status == ResolveStatus.AlreadyResolved || claim.Count == 0) return status;

        long[] used = row.GetFieldValue<long[]>(1);
        long[] held = row.GetFieldValue<long[]>(2);
        for (int i = 0; i < used.Length; i++) claim.SetBalance(i, new LedgerBalance(used[i], held[i]));
        return status;
    }

    private async ValueTask<ResolveStatus> ResolveAsync(
        LedgerClaim claim, long[]? actual, CancellationToken cancellationToken)
    {
        var arrays = new ClaimArrays(claim);
        return await RunAsync(
            """
            SELECT * FROM $schema$.quota_resolve(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            parameters =>
            {
                DimensionSql.Add(parameters, _options.SynchronousCommit);
                DimensionSql.Add(parameters, claim.Id);
                DimensionSql.Add(parameters, Micros(_options.RememberResolved));
                DimensionSql.Add(parameters, claim.AdmittedAtMicros);
                DimensionSql.Add(parameters, actual!); // null releases
                arrays.AddCounters(parameters);
                arrays.AddLine(parameters, line => (short)line.Unit);
                arrays.AddLine(parameters, line => line.Limit);
            },
            row => ReadStatus(row, claim, actual is not null),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> RunAsync<T>(
        string function,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
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
