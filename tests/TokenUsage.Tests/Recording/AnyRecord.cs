using CsCheck;

namespace TokenUsage.Tests.Recording;

/// <summary>Records of every shape: with and without each optional part, with any text and any number.</summary>
internal static class AnyRecord
{
    // From a seed and not from composed generators: thirty members read better in one initialiser, and a seed repeats.
    public static Gen<UsageRecord> Generator { get; } = Gen.Int.Select(seed => Create(new Random(seed)));

    public static UsageRecord Create(Random random) => new()
    {
        Id = NewGuid(random),
        OperationId = random.Next(2) == 0 ? Guid.Empty : NewGuid(random),
        Attempt = random.Next(),
        Weight = random.Next(2) == 0 ? 1 : random.Next(),
        StartedAt = new DateTimeOffset(
            random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay),
            TimeSpan.FromMinutes(random.Next(-840, 841))),
        Duration = TimeSpan.FromTicks(Number(random)),
        TimeToFirstToken = Maybe(random, () => TimeSpan.FromTicks(Number(random))),
        Provider = Text(random),
        Operation = Text(random),
        Endpoint = MaybeText(random),
        RequestedModel = MaybeText(random),
        Model = MaybeText(random),
        ResponseId = MaybeText(random),
        ServiceTier = MaybeText(random),
        Tokens = Tokens(random),
        Meters = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new UsageMeter(Text(random), Amount(random)))],
        Source = (UsageSource)random.Next(4),
        Cost = CostOf(random),
        Outcome = (CallOutcome)random.Next(5),
        ErrorType = MaybeText(random),
        Dimensions = Dimensions(random),
        Priority = (Priority)random.Next(3),
        Metadata = Pairs(random),
    };

    private static TokenCounts Tokens(Random random) => new()
    {
        Input = Maybe(random, () => Number(random)),
        CachedInput = Maybe(random, () => Number(random)),
        CacheWrite = Maybe(random, () => Number(random)),
        CacheWrite1h = Maybe(random, () => Number(random)),
        Output = Maybe(random, () => Number(random)),
        Reasoning = Maybe(random, () => Number(random)),
    };

    private static Cost CostOf(Random random) => new()
    {
        Status = (CostStatus)random.Next(8),
        Usd = Maybe(random, () => Amount(random)),
        InputUsd = Maybe(random, () => Amount(random)),
        OutputUsd = Maybe(random, () => Amount(random)),
        ListUsd = Maybe(random, () => Amount(random)),
        BilledUsd = Maybe(random, () => Amount(random)),
        PriceVersion = MaybeText(random),
        PriceMatch = MaybeText(random),
    };

    private static UsageDimensions Dimensions(Random random) => new()
    {
        User = MaybeText(random),
        Session = MaybeText(random),
        Agent = MaybeText(random),
        Feature = MaybeText(random),
        Project = MaybeText(random),
        Tags = Pairs(random),
    };

    private static Dictionary<string, string> Pairs(Random random)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = random.Next(4); i > 0; i--) pairs[Text(random)] = Text(random);
        return pairs;
    }

    private static Guid NewGuid(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    // Of every magnitude, and of both signs.
    private static long Number(Random random) => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    private static decimal Amount(Random random) =>
        new(
            random.Next(), random.Next(2) * random.Next(), random.Next(2) * random.Next(), random.Next(2) == 0,
            (byte)random.Next(29));

    private static string Text(Random random) =>
        string.Create(random.Next(70), random, static (text, random) =>
        {
            // Below the surrogates: half ASCII, half anything.
            for (int i = 0; i < text.Length; i++) text[i] = (char)random.Next(random.Next(2) == 0 ? 0x80 : 0xD800);
        });

    private static string? MaybeText(Random random) => random.Next(2) == 0 ? null : Text(random);

    private static T? Maybe<T>(Random random, Func<T> make)
        where T : struct => random.Next(2) == 0 ? null : make();
}
