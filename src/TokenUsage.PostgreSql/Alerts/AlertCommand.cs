using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace TokenUsage.PostgreSql.Alerts;

/// <summary>One statement over the tables of alerts, with its parameters in order.</summary>
internal sealed class AlertCommand(NpgsqlConnection connection, string sql)
{
    private readonly List<NpgsqlParameter> _parameters = [];

    public AlertCommand With<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return this;
    }

    /// <summary>Adds a text as the database can hold it: without NUL, and without half a surrogate pair.</summary>
    public AlertCommand WithText(string? text)
    {
        var parameter = new NpgsqlParameter<string?>
        {
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
            TypedValue = text is null ? null : Storable(text),
        };
        _parameters.Add(parameter);
        return this;
    }

    public AlertCommand WithTicks(DateTimeOffset? moment)
    {
        var parameter = new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };
        parameter.Value = moment is { } known ? known.UtcTicks : DBNull.Value;
        _parameters.Add(parameter);
        return this;
    }

    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Create();
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<List<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Create();
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingRows = rows.ConfigureAwait(false);
        List<T> found = [];
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(read(rows));
        return found;
    }

    private NpgsqlCommand Create()
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (NpgsqlParameter parameter in _parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static string Storable(string text)
    {
        var stored = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) stored.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return stored.ToString();
    }
}
