using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>What records cost as they were and as they might have been, by the same prices.</summary>
internal readonly record struct Replay(decimal SavingUsd, long Tokens, IReadOnlyList<Guid> Evidence)
{
    private const int MostEvidence = 10;

    /// <summary>Replays records. One that has no price either way is left out.</summary>
    public static Replay Of(
        AnalysisPeriod period, IEnumerable<UsageRecord> records, Func<UsageRecord, CallChange?> change)
    {
        decimal saving = 0;
        long tokens = 0;
        var savings = new PriorityQueue<Guid, decimal>();
        foreach (UsageRecord record in records)
        {
            if (change(record) is not { } other) continue;
            if (period.Prices.PriceOf(record) is not { } was || period.Prices.PriceOf(record, other) is not { } would)
                continue;

            saving += was - would;
            tokens += record.Tokens.Total ?? 0;
            savings.Enqueue(record.Id, was - would);
            if (savings.Count > MostEvidence) savings.Dequeue();
        }

        Guid[] evidence = new Guid[savings.Count];
        for (int i = evidence.Length - 1; i >= 0; i--) evidence[i] = savings.Dequeue();
        return new Replay(
            saving * (decimal)period.SampleFactor, (long)(tokens * period.SampleFactor), evidence);
    }

    /// <summary>Writes dollars as people read them.</summary>
    public static string Money(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:#,0.00##}");
}
