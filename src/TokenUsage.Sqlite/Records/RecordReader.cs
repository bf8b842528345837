using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Records;

/// <summary>Reads records in the order of their position.</summary>
internal sealed class RecordReader : IDisposable
{
    private const string Select =
        """
        SELECT * FROM usage_record
        WHERE started_at >= ? AND started_at < ? AND (started_at, id) > (?, ?)
        """;

    private const string Order = " ORDER BY started_at, id";

    private readonly Statement _rows;
    private readonly WordReader _words;
    private readonly IReadOnlyList<UsageFilter> _where;
    private int _left;

    public RecordReader(SqliteConnection connection, WordReader words, RecordRead read)
    {
        _words = words;
        _where = read.Where;
        _left = read.Limit ?? int.MaxValue;
        _rows = new Statement(connection, Select + RecordConditions.Of(read.Where, words) + Order);
        _rows.Bind(0, read.From.UtcTicks);
        _rows.Bind(1, read.To.UtcTicks);
        _rows.Bind(2, read.After?.StartedAt.UtcTicks ?? -1);
        _rows.Bind(3, read.After?.Id ?? Guid.Empty);
    }

    public bool TryRead([NotNullWhen(true)] out UsageRecord? record)
    {
        record = null;
        while (_left > 0 && _rows.Step())
        {
            record = RecordRow.Read(_rows, _words);
            if (!record.Passes(_where)) continue;
            _left--;
            return true;
        }

        record = null;
        return false;
    }

    public void Dispose() => _rows.Dispose();
}
