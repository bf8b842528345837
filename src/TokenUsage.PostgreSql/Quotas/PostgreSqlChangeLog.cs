using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using TokenUsage.Admission;
using TokenUsage.PostgreSql.Notices;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Keeps the changes to the quotas in a table, and tells the other processes of each.</summary>
internal sealed class PostgreSqlChangeLog(PostgreSqlQuotaOptions options, TimeProvider time)
    : IQuotaChangeLog, IAsyncDisposable, IDisposable
{
    private const string Kind = "quota";

    private readonly Database _database = Database.Connect(
        options.DataSource,
        options.ConnectionString,
        options.Schema,
        nameof(PostgreSqlRegistration.UsePostgreSqlQuotas));

    private readonly LedgerTables _tables = new(options);
    private readonly CancellationTokenSource _stop = new();
    private Task? _listening;
    private long _version;
    private int _isStale = 1;

    public async ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlConnection connection = await _database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rollingBack = transaction.ConfigureAwait(false);
        var insert = new NpgsqlCommand(
            _database.Sql(
                "INSERT INTO $schema$.quota_change (at, actor, kind, topic, body) VALUES ($1, $2, $3, $4, $5)"),
            connection);
        await using ConfiguredAsyncDisposable closingInsert = insert.ConfigureAwait(false);
        DimensionSql.Add(insert.Parameters, change.At.UtcDateTime);
        DimensionSql.Add(insert.Parameters, change.Actor.Name);
        DimensionSql.Add(insert.Parameters, change.Kind.ToString());
        DimensionSql.Add(insert.Parameters, TopicOf(change));
        insert.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = ChangeJson.Write(change), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        // Sent with the commit, so that whoever hears it can read the change.
        var notify = new NpgsqlCommand(NoticeChannel.Notify, connection);
        await using ConfiguredAsyncDisposable closingNotify = notify.ConfigureAwait(false);
        new NoticeChannel(_database, time).Bind(notify, new Notice(Kind, change.Kind.ToString()));
        await notify.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<QuotaChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await foreach ((_, QuotaChange change) in ReadAfterAsync(0, cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    /// <remarks>Asked every second by every process: the server is asked only when it has announced something.</remarks>
    public async ValueTask<long> ReadVersionAsync(CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        Listen();
        if (Interlocked.Exchange(ref _isStale, 0) == 0) return Volatile.Read(ref _version);

        try
        {
            NpgsqlCommand command = _database.Source.CreateCommand(
                _database.Sql("SELECT coalesce(max(id), 0) FROM $schema$.quota_change"));
            await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
            object? version = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _version, version is long known ? known : 0);
            return Volatile.Read(ref _version);
        }
        catch
        {
            Volatile.Write(ref _isStale, 1);
            throw;
        }
    }

    public async ValueTask PublishAsync(IReadOnlyList<QuotaDefinition> quotas, CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlCommand command = _database.Source.CreateCommand(_database.Sql(
            """
            WITH gone AS (DELETE FROM $schema$.quota_published WHERE name <> ALL ($1))
            INSERT INTO $schema$.quota_published SELECT name, body::jsonb FROM unnest($1, $2) AS q (name, body)
            ON CONFLICT (name) DO UPDATE SET body = excluded.body
            """));
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add<string[]>(command.Parameters, [.. quotas.Select(q => q.Name)]);
        DimensionSql.Add<string[]>(command.Parameters, [.. quotas.Select(ChangeJson.Write)]);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<QuotaDefinition>> ReadPublishedAsync(CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlCommand command = _database.Source.CreateCommand(
            _database.Sql("SELECT body::text FROM $schema$.quota_published ORDER BY name"));
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        var quotas = new List<QuotaDefinition>();
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            quotas.Add(ChangeJson.ReadDefinition(reader.GetString(0)));
        }

        return quotas;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_listening is { } listening) await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does the same, and blocks until it is done. For containers that are disposed without await.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Listen()
    {
        if (Volatile.Read(ref _listening) is not null) return;
        lock (_stop) _listening ??= Task.Run(ListenAsync);
    }

    private async Task ListenAsync()
    {
        await foreach (Notice notice in
            new NoticeChannel(_database, time).ListenAsync(_stop.Token).ConfigureAwait(false))
        {
            if (notice.IsGap || notice.Kind == Kind) Volatile.Write(ref _isStale, 1);
        }
    }

    // Of what one topic had, only the last still matters: the newest definition of a quota, the newest halt of a scope.
    private static string TopicOf(QuotaChange change) => change.Kind switch
    {
        QuotaChangeKind.Halt or QuotaChangeKind.Resume => $"halt {change.Scope}",
        QuotaChangeKind.Override => Cut($"override {change.Quota} {ChangeJson.Write(change.Subject)}"),
        _ => Cut($"quota {change.Quota}"),
    };

    private static string Cut(string topic) => topic.Length <= 2_000 ? topic : topic[..2_000];

    private async IAsyncEnumerable<(long Id, QuotaChange Change)> ReadAfterAsync(
        long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NpgsqlCommand command = _database.Source.CreateCommand(_database.Sql(
            """
            SELECT id, body::text FROM (
                SELECT DISTINCT ON (topic) id, body FROM $schema$.quota_change WHERE id > $1 ORDER BY topic, id DESC) c
            ORDER BY id
            """));
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        DimensionSql.Add(command.Parameters, last);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return (reader.GetInt64(0), ChangeJson.Read(Encoding.UTF8.GetBytes(reader.GetString(1))));
        }
    }
}
