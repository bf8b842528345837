using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Records;

/// <summary>The numbers of a record's strings: those of its dimensions, as rollups need them, and the others.</summary>
internal sealed class RecordWords(WordWriter words)
{
    private readonly long[] _dimensions = new long[Dimension.Named.Count];

    /// <summary>Gets the numbers of the dimensions, in the order of <see cref="Dimension.Named"/>; zero where there is none.</summary>
    public ReadOnlySpan<long> Dimensions => _dimensions;

    public long ServedModel { get; private set; }

    public long RequestedModel { get; private set; }

    public long ErrorType { get; private set; }

    public long PriceVersion { get; private set; }

    public long PriceMatch { get; private set; }

    public void Read(UsageRecord record)
    {
        for (int i = 0; i < _dimensions.Length; i++) _dimensions[i] = words.IdOf(record.ValueOf(i));
        ServedModel = words.IdOf(record.Model);
        RequestedModel = words.IdOf(record.RequestedModel);
        ErrorType = words.IdOf(record.ErrorType);
        PriceVersion = words.IdOf(record.Cost.PriceVersion);
        PriceMatch = words.IdOf(record.Cost.PriceMatch);
    }
}
