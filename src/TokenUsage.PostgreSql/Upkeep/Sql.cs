using System.Runtime.CompilerServices;
using Npgsql;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>Statements of one connection and schema, for work that is done once in a while.</summary>
internal sealed class Sql(Database database, NpgsqlConnection connection)
{
    public NpgsqlConnection Connection => connection;

    public async Task<long> RunAsync(
        string text, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(text, bind);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<long> RunAsync(string text, CancellationToken cancellationToken) =>
        RunAsync(text, _ => { }, cancellationToken);

    public async Task<List<T>> ReadAsync<T>(
        string text,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(text, bind);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        var rows = new List<T>();
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Makes caches of answers see that the store has changed.</summary>
    public Task RaiseVersionAsync(CancellationToken cancellationToken) =>
        RunAsync("UPDATE $schema$.store_info SET value = value + 1 WHERE name = 'version'", cancellationToken);

    /// <summary>Keeps writers and merges out until the transaction ends, and lets those under way finish first.</summary>
    public async Task LockWritersOutAsync(CancellationToken cancellationToken)
    {
        await RunAsync(Rollups.RollupMerge.LockSql, cancellationToken).ConfigureAwait(false);
        await RunAsync("LOCK TABLE $schema$.rollup_tail IN SHARE ROW EXCLUSIVE MODE", cancellationToken)
            .ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string text, Action<NpgsqlParameterCollection> bind)
    {
        var command = new NpgsqlCommand(database.Sql(text), connection) { CommandTimeout = 0 };
        bind(command.Parameters);
        return command;
    }
}
