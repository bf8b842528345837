using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Records;

/// <summary>Inserts records whose id is new.</summary>
internal sealed class RecordInsert : IDisposable
{
    // The named dimensions, in the order of Dimension.Named, that are columns of numbers. Outcome and priority are not:
    // they are enums, and the model is kept as served and as asked for.
    private static readonly (RecordColumns Column, int Dimension)[] Words =
    [
        (RecordColumns.User, 0),
        (RecordColumns.Session, 1),
        (RecordColumns.Agent, 2),
        (RecordColumns.Feature, 3),
        (RecordColumns.Project, 4),
        (RecordColumns.Provider, 5),
        (RecordColumns.Operation, 7),
        (RecordColumns.Endpoint, 8),
        (RecordColumns.ServiceTier, 11),
    ];

    private readonly Statement _insert;
    private readonly Statement _findDigest;

    public RecordInsert(SqliteConnection connection)
    {
        string places = string.Join(',', Enumerable.Repeat('?', Enum.GetValues<RecordColumns>().Length));
        _insert = new Statement(connection, $"INSERT INTO usage_record VALUES ({places}) ON CONFLICT (id) DO NOTHING");
        _findDigest = new Statement(connection, "SELECT digest FROM usage_record WHERE id = ?");
    }

    /// <summary>Inserts a record.</summary>
    /// <returns><see langword="false"/> when its id is there already.</returns>
    public bool TryInsert(UsageRecord record, long digest, RecordWords words)
    {
        Bind(RecordColumns.Digest, digest);
        BindCall(record, words);
        BindUsage(record);
        BindCost(record.Cost);
        return _insert.Run() > 0;
    }

    /// <summary>Gets the digest of the record that has this id; <see langword="null"/> when there is none.</summary>
    public long? DigestOf(Guid id)
    {
        _findDigest.Bind(0, id);
        long? digest = _findDigest.Step() ? _findDigest.Int64(0) : null;
        _findDigest.Reset();
        return digest;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _findDigest.Dispose();
    }

    private void BindCall(UsageRecord record, RecordWords words)
    {
        _insert.Bind((int)RecordColumns.Id, record.Id);
        Bind(RecordColumns.StartedAt, record.StartedAt.UtcTicks);
        Bind(RecordColumns.Attempt, record.Attempt);
        Bind(RecordColumns.Outcome, (int)record.Outcome);
        Bind(RecordColumns.Priority, (int)record.Priority);
        Bind(RecordColumns.Source, (int)record.Source);
        foreach ((RecordColumns column, int dimension) in Words) BindWord(column, words.Dimensions[dimension]);
        BindWord(RecordColumns.Model, words.ServedModel);
        BindWord(RecordColumns.RequestedModel, words.RequestedModel);
        BindWord(RecordColumns.ErrorType, words.ErrorType);
        BindWord(RecordColumns.PriceVersion, words.PriceVersion);
        BindWord(RecordColumns.PriceMatch, words.PriceMatch);
        Bind(RecordColumns.Duration, record.Duration.Ticks);
        Bind(RecordColumns.TimeToFirstToken, record.TimeToFirstToken?.Ticks);
        if (record.OperationId == Guid.Empty) Bind(RecordColumns.OperationId, null);
        else _insert.Bind((int)RecordColumns.OperationId, record.OperationId);
        _insert.Bind((int)RecordColumns.ResponseId, record.ResponseId);
    }

    private void BindUsage(UsageRecord record)
    {
        TokenCounts tokens = record.Tokens;
        Bind(RecordColumns.Input, tokens.Input);
        Bind(RecordColumns.CachedInput, tokens.CachedInput);
        Bind(RecordColumns.CacheWrite, tokens.CacheWrite);
        Bind(RecordColumns.CacheWrite1h, tokens.CacheWrite1h);
        Bind(RecordColumns.Output, tokens.Output);
        Bind(RecordColumns.Reasoning, tokens.Reasoning);
        _insert.Bind((int)RecordColumns.Extra, RecordExtra.Write(record));
    }

    private void BindCost(Cost cost)
    {
        Bind(RecordColumns.CostStatus, (int)cost.Status);
        _insert.Bind((int)RecordColumns.Usd, cost.Usd);
        _insert.Bind((int)RecordColumns.InputUsd, cost.InputUsd);
        _insert.Bind((int)RecordColumns.OutputUsd, cost.OutputUsd);
        _insert.Bind((int)RecordColumns.ListUsd, cost.ListUsd);
        _insert.Bind((int)RecordColumns.BilledUsd, cost.BilledUsd);
    }

    private void Bind(RecordColumns column, long? value) => _insert.Bind((int)column, value);

    private void BindWord(RecordColumns column, long id) => _insert.Bind((int)column, id == 0 ? null : id);
}
