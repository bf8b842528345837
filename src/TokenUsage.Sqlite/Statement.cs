using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TokenUsage.Sqlite;

/// <summary>A prepared statement, one thin layer above SQLite.</summary>
/// <remarks>
/// Commands of ADO.NET box every value and look parameters up by name, which costs more than the insert itself. Parameters
/// and columns are numbered from zero here, whatever SQLite does.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index + 1, value));

    public void Bind(int index, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, index + 1, value));

    public void Bind(int index, string? value) => Check(value is null
        ? raw.sqlite3_bind_null(_statement, index + 1)
        : raw.sqlite3_bind_text(_statement, index + 1, value));

    public void Bind(int index, long? value)
    {
        if (value is { } known) Bind(index, known);
        else Check(raw.sqlite3_bind_null(_statement, index + 1));
    }

    public void Bind(int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Bind(index, bytes);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns><see langword="false"/> when there is none; the statement is then ready to run again.</returns>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;

        string? message = result == raw.SQLITE_DONE ? null : raw.sqlite3_errmsg(_database).utf8_to_string();
        int extended = result == raw.SQLITE_DONE ? result : raw.sqlite3_extended_errcode(_database);
        Reset();
        return result == raw.SQLITE_DONE ? false : throw new SqliteException(message, result, extended);
    }

    /// <summary>Runs the statement once to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Makes ready to run again before the last row was reached.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement); // repeats the error of the last step, told already

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public bool IsText(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_TEXT;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) =>
        IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public Guid Guid(int column) => IsNull(column) ? default : new Guid(Blob(column), bigEndian: true);

    public decimal? Decimal(int column) => IsNull(column)
        ? null
        : IsText(column)
            ? decimal.Parse(Text(column)!, CultureInfo.InvariantCulture) : PicoDollars.ToUsd(Int64(column));

    public void Bind(int index, decimal? usd)
    {
        if (usd is not { } known) Bind(index, (long?)null);
        else if (PicoDollars.TryFrom(known, out long pico)) Bind(index, pico);
        else Bind(index, known.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
