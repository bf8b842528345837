using Npgsql;

namespace TokenUsage.PostgreSql.Records;

/// <summary>Makes a record of a row whose columns are those of <see cref="RecordColumns"/>.</summary>
internal sealed class RecordRow(NpgsqlDataReader row)
{
    private int _column;

    public UsageRecord Read()
    {
        _column = 0;
        Guid id = row.GetGuid(_column++);
        _column += 2; // digest and day follow from the rest
        var startedAt = new DateTimeOffset(row.GetDateTime(_column++), TimeSpan.Zero);
        startedAt = startedAt.AddTicks(row.GetInt16(_column++));
        var record = new UsageRecord
        {
            Id = id,
            StartedAt = startedAt,
            Attempt = row.GetInt32(_column++),
            Weight = row.GetInt32(_column++),
            Outcome = (CallOutcome)row.GetInt16(_column++),
            Priority = (Priority)row.GetInt16(_column++),
            Source = (UsageSource)row.GetInt16(_column++),
            Cost = new Cost { Status = (CostStatus)row.GetInt16(_column++) },
            Duration = new TimeSpan(row.GetInt64(_column++)),
            TimeToFirstToken = Number() is { } ticks ? new TimeSpan(ticks) : null,
            Tokens = ReadTokens(),
            Provider = "",
            Operation = "",
        };
        return ReadTexts(ReadAmounts(record));
    }

    private TokenCounts ReadTokens() => new()
    {
        Input = Number(),
        CachedInput = Number(),
        CacheWrite = Number(),
        CacheWrite1h = Number(),
        Output = Number(),
        Reasoning = Number(),
    };

    private UsageRecord ReadAmounts(UsageRecord record) => record with
    {
        Cost = record.Cost with
        {
            Usd = Money(),
            InputUsd = Money(),
            OutputUsd = Money(),
            ListUsd = Money(),
            BilledUsd = Money(),
        },
        OperationId = row.IsDBNull(_column++) ? Guid.Empty : row.GetGuid(_column - 1),
    };

    private UsageRecord ReadTexts(UsageRecord record)
    {
        var dimensions = new UsageDimensions
        {
            User = Text(),
            Session = Text(),
            Agent = Text(),
            Feature = Text(),
            Project = Text(),
        };
        return record with
        {
            Provider = Text() ?? "",
            Operation = Text() ?? "",
            Endpoint = Text(),
            Model = Text(),
            RequestedModel = Text(),
            ServiceTier = Text(),
            ErrorType = Text(),
            ResponseId = Text(),
            Cost = record.Cost with { PriceVersion = Text(), PriceMatch = Text() },
            Meters = RecordJson.ReadMeters(Text()),
            Dimensions = dimensions with { Tags = RecordJson.ReadEntries(Text()) },
            Metadata = RecordJson.ReadEntries(Text()),
        };
    }

    private long? Number() => row.IsDBNull(_column++) ? null : row.GetInt64(_column - 1);

    private decimal? Money() => row.IsDBNull(_column++) ? null : row.GetDecimal(_column - 1);

    private string? Text() => row.IsDBNull(_column++) ? null : row.GetString(_column - 1);
}
