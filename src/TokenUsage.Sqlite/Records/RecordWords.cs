using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Records;

/// <summary>The numbers of a record's strings: those of its dimensions, as rollups need them, and the others.</summary>
internal sealed class RecordWords(WordWriter words)
{
    // The first two of Dimension.Named.
    private const int UserPlace = 0;
    private const int SessionPlace = 1;

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
        _dimensions[UserPlace] = words.IdOf(record.Dimensions.User, WordKind.User);
        _dimensions[SessionPlace] = words.IdOf(record.Dimensions.Session, WordKind.Session);
        for (int i = SessionPlace + 1; i < _dimensions.Length; i++) _dimensions[i] = words.IdOf(record.ValueOf(i));
        ServedModel = words.IdOf(record.Model);
        RequestedModel = words.IdOf(record.RequestedModel);
        ErrorType = words.IdOf(record.ErrorType);
        PriceVersion = words.IdOf(record.Cost.PriceVersion);
        PriceMatch = words.IdOf(record.Cost.PriceMatch);
    }
}
