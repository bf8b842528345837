using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Records;

/// <summary>Finds single records, and gives them another cost.</summary>
internal sealed class CostUpdate : IDisposable
{
    private const string Update =
        """
        UPDATE usage_record SET cost_status = ?, usd = ?, input_usd = ?, output_usd = ?, list_usd = ?, billed_usd = ?,
            price_version = ?, price_match = ?
        WHERE id = ?
        """;

    private readonly Statement _find;
    private readonly Statement _update;
    private readonly WordReader _words;

    public CostUpdate(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT * FROM usage_record WHERE id = ?");
        _update = new Statement(connection, Update);

        // A cache of its own: numbers given in a transaction that fails must not outlive it.
        _words = new WordReader(connection, new WordCache().At(0));
    }

    public UsageRecord? Find(Guid id)
    {
        _find.Bind(0, id);
        UsageRecord? record = _find.Step() ? RecordRow.Read(_find, _words) : null;
        _find.Reset();
        return record;
    }

    /// <summary>Writes a record's cost. Its digest stays that of the record as it was offered.</summary>
    public void Write(UsageRecord record, RecordWords words)
    {
        Cost cost = record.Cost;
        _update.Bind(0, (long)cost.Status);
        _update.Bind(1, cost.Usd);
        _update.Bind(2, cost.InputUsd);
        _update.Bind(3, cost.OutputUsd);
        _update.Bind(4, cost.ListUsd);
        _update.Bind(5, cost.BilledUsd);
        _update.Bind(6, NullIfNone(words.PriceVersion));
        _update.Bind(7, NullIfNone(words.PriceMatch));
        _update.Bind(8, record.Id);
        _update.Run();
    }

    public void Dispose()
    {
        _find.Dispose();
        _update.Dispose();
        _words.Dispose();
    }

    private static long? NullIfNone(long word) => word == 0 ? null : word;
}
