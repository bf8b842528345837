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
    : IQuotaChangeLog, IAsyncDisposable
{
    private const string Kind = "quota";

    private readonly Database _database = Database.Connect(
        options.DataSource,
        options.ConnectionString,
        options.Schema,
        nameof(PostgreSqlRegistration.UsePostgreSqlQuotas));

    private readonly LedgerTables _tables = new(options);

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

    public async IAsyncEnumerable<QuotaChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        long last = 0; // the first notice is a gap, which reads what there is
        await foreach (Notice notice in
            new NoticeChannel(_database, time).ListenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!notice.IsGap && notice.Kind != Kind) continue;
            await foreach ((long id, QuotaChange change) in
                ReadAfterAsync(last, cancellationToken).ConfigureAwait(false))
            {
                last = id;
                yield return change;
            }
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

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
