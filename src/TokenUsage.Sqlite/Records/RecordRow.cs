namespace TokenUsage.Sqlite.Records;

/// <summary>Makes a record of a row of <c>usage_record</c>.</summary>
internal static class RecordRow
{
    public static UsageRecord Read(Statement row, WordReader words)
    {
        var record = new UsageRecord
        {
            Id = row.Guid((int)RecordColumns.Id),
            OperationId = row.Guid((int)RecordColumns.OperationId),
            Attempt = row.Int32((int)RecordColumns.Attempt),
            StartedAt = new DateTimeOffset(row.Int64((int)RecordColumns.StartedAt), TimeSpan.Zero),
            Duration = new TimeSpan(row.Int64((int)RecordColumns.Duration)),
            TimeToFirstToken = row.NullableInt64((int)RecordColumns.TimeToFirstToken) is { } ticks
                ? new TimeSpan(ticks) : null,
            Provider = Word(RecordColumns.Provider) ?? "",
            Operation = Word(RecordColumns.Operation) ?? "",
            Endpoint = Word(RecordColumns.Endpoint),
            RequestedModel = Word(RecordColumns.RequestedModel),
            Model = Word(RecordColumns.Model),
            ResponseId = row.Text((int)RecordColumns.ResponseId),
            ServiceTier = Word(RecordColumns.ServiceTier),
            Tokens = ReadTokens(row),
            Source = (UsageSource)row.Int32((int)RecordColumns.Source),
            Cost = ReadCost(row, Word(RecordColumns.PriceVersion), Word(RecordColumns.PriceMatch)),
            Outcome = (CallOutcome)row.Int32((int)RecordColumns.Outcome),
            ErrorType = Word(RecordColumns.ErrorType),
            Dimensions = new UsageDimensions
            {
                User = Word(RecordColumns.User),
                Session = Word(RecordColumns.Session),
                Agent = Word(RecordColumns.Agent),
                Feature = Word(RecordColumns.Feature),
                Project = Word(RecordColumns.Project),
            },
            Priority = (Priority)row.Int32((int)RecordColumns.Priority),
        };
        return RecordExtra.Read(record, row.Text((int)RecordColumns.Extra));

        string? Word(RecordColumns column) => words.TextOf(row.NullableInt64((int)column));
    }

    private static TokenCounts ReadTokens(Statement row) => new()
    {
        Input = row.NullableInt64((int)RecordColumns.Input),
        CachedInput = row.NullableInt64((int)RecordColumns.CachedInput),
        CacheWrite = row.NullableInt64((int)RecordColumns.CacheWrite),
        CacheWrite1h = row.NullableInt64((int)RecordColumns.CacheWrite1h),
        Output = row.NullableInt64((int)RecordColumns.Output),
        Reasoning = row.NullableInt64((int)RecordColumns.Reasoning),
    };

    private static Cost ReadCost(Statement row, string? priceVersion, string? priceMatch) => new()
    {
        Status = (CostStatus)row.Int32((int)RecordColumns.CostStatus),
        Usd = row.Decimal((int)RecordColumns.Usd),
        InputUsd = row.Decimal((int)RecordColumns.InputUsd),
        OutputUsd = row.Decimal((int)RecordColumns.OutputUsd),
        ListUsd = row.Decimal((int)RecordColumns.ListUsd),
        BilledUsd = row.Decimal((int)RecordColumns.BilledUsd),
        PriceVersion = priceVersion,
        PriceMatch = priceMatch,
    };
}
