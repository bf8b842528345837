using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Keeps the changes to quotas in the file of the quotas, with those that later ones have superseded.</summary>
/// <remarks>Reading does not make the file: who changes nothing has none.</remarks>
internal sealed class SqliteChangeLog(QuotaFile file) : IQuotaChangeLog, IDisposable
{
    private const int MostSuperseded = 100_000;

    private readonly Lock _gate = new();
    private SqliteConnection? _connection;

    public ValueTask AppendAsync(QuotaChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            SqliteConnection connection = Open();
            using SqliteTransaction transaction = connection.BeginTransaction();
            string target = QuotaChangeTarget.Of(change);
            Run("UPDATE quota_change SET is_superseded = 1 WHERE target = $1 AND is_superseded = 0", target);
            Run("INSERT INTO quota_change (target, body) VALUES ($1, $2)", target, QuotaChangeJson.Write(change));
            Run(
                "DELETE FROM quota_change WHERE is_superseded = 1 AND sequence <= "
                + "(SELECT max(sequence) FROM quota_change) - $1",
                MostSuperseded);
            transaction.Commit();
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<QuotaChange> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (string body in ReadBodies("quota_change WHERE is_superseded = 0 ORDER BY sequence"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return QuotaChangeJson.Read(body);
        }
    }

    public ValueTask<long> ReadVersionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_connection is null && !file.Exists) return ValueTask.FromResult(0L);

            using SqliteCommand command = Open().CreateCommand();
            command.CommandText = "SELECT ifnull(max(sequence), 0) FROM quota_change";
            return ValueTask.FromResult((long)command.ExecuteScalar()!);
        }
    }

    public ValueTask PublishAsync(IReadOnlyList<QuotaDefinition> quotas, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            SqliteConnection connection = Open();
            using SqliteTransaction transaction = connection.BeginTransaction();
            Run("DELETE FROM quota_published");
            foreach (QuotaDefinition quota in quotas)
            {
                string body = QuotaDefinitionJson.Write(quota);
                Run("INSERT OR REPLACE INTO quota_published (name, body) VALUES ($1, $2)", quota.Name, body);
            }

            transaction.Commit();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<QuotaDefinition>> ReadPublishedAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QuotaDefinition>>(
            [.. ReadBodies("quota_published ORDER BY name").Select(QuotaDefinitionJson.Read)]);

    /// <summary>Reads the last changes, the newest first, superseded ones too: what an audit asks for.</summary>
    public IReadOnlyList<QuotaChange> ReadHistory(int most) =>
        [.. ReadBodies($"quota_change ORDER BY sequence DESC LIMIT {most}").Select(QuotaChangeJson.Read)];

    public void Dispose()
    {
        lock (_gate)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    private List<string> ReadBodies(string from)
    {
        List<string> bodies = [];
        lock (_gate)
        {
            if (_connection is null && !file.Exists) return bodies;

            using SqliteCommand command = Open().CreateCommand();
            command.CommandText = $"SELECT body FROM {from}";
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read()) bodies.Add(reader.GetString(0));
        }

        return bodies;
    }

    private SqliteConnection Open() => _connection ??= file.Open();

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        command.ExecuteNonQuery();
    }
}
