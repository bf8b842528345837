using System.Buffers.Binary;

namespace TokenUsage.Testing.Generation;

/// <summary>Makes up the records of an imagined service: days and weeks, bursts, users of unequal appetite, failures.</summary>
/// <remarks>The tokens of an hour's records add up to those of the <see cref="SyntheticSeries"/> of the same seed.</remarks>
public sealed class UsageGenerator
{
    private const double InputSpread = 0.9;
    private const double MedianTokens = 1500;

    private readonly UsageGeneratorOptions _options;
    private readonly Random _random;
    private readonly double _shares;

    private UsageGenerator(UsageGeneratorOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        _shares = options.Models.Sum(m => m.Share);
    }

    /// <summary>Makes up records, oldest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public static IEnumerable<UsageRecord> Generate(UsageGeneratorOptions? options = null)
    {
        options ??= new UsageGeneratorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Hours, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Scale);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Users, 1);
        ArgumentOutOfRangeException.ThrowIfZero(options.Models.Count);
        ArgumentOutOfRangeException.ThrowIfZero(options.Features.Count);
        return new UsageGenerator(options).Run();
    }

    /// <summary>Gets the tokens of each hour that <see cref="Generate"/> makes up.</summary>
    public static IReadOnlyList<long> TokensByHour(UsageGeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<double> tokens = SyntheticSeries.Create(options.Seed, options.Load, options.Hours).Tokens;
        return [.. tokens.Select((t, hour) => (long)Math.Round(t * options.Scale * Factor(options, hour)))];
    }

    private static double Factor(UsageGeneratorOptions options, int hour) => options.Anomalies
        .Where(a => hour >= a.Hour && hour < a.Hour + a.Hours).Aggregate(1.0, (factor, a) => factor * a.Factor);

    private IEnumerable<UsageRecord> Run()
    {
        IReadOnlyList<long> tokens = TokensByHour(_options);
        for (int hour = 0; hour < tokens.Count; hour++)
        {
            foreach (UsageRecord record in RunHour(_options.Start.AddHours(hour), tokens[hour])) yield return record;
        }
    }

    private IEnumerable<UsageRecord> RunHour(DateTimeOffset start, long tokens)
    {
        var sizes = new List<long>();
        for (long left = tokens; left > 0; left -= sizes[^1])
            sizes.Add(Math.Clamp((long)(MedianTokens * Math.Exp(InputSpread * Normal())), 1, left));

        long[] moments = [.. sizes.Select(_ => _random.NextInt64(TimeSpan.TicksPerHour)).Order()];
        return sizes.Select((size, i) => Call(start.AddTicks(moments[i]), size));
    }

    private UsageRecord Call(DateTimeOffset at, long tokens)
    {
        GeneratedModel model = NextModel();
        double ending = _random.NextDouble();
        bool fails = ending < _options.FailureRate;
        long output = Math.Min(tokens, (long)(tokens * (0.05 + (0.4 * _random.NextDouble()))));
        long input = tokens - output;
        decimal inputUsd = input * model.InputUsd / 1_000_000m;
        decimal outputUsd = output * model.OutputUsd / 1_000_000m;
        double seconds = 0.3 + (output / 80.0 * Math.Exp(0.3 * Normal()));
        return new UsageRecord
        {
            Id = IdAt(at),
            StartedAt = at,
            Duration = TimeSpan.FromSeconds(seconds),
            TimeToFirstToken = TimeSpan.FromSeconds(0.3 * Math.Exp(0.2 * Normal())),
            Provider = model.Provider,
            Operation = "chat",
            Endpoint = "/v1/chat/completions",
            RequestedModel = model.Model,
            Model = model.Model,
            Tokens = new TokenCounts { Input = input, Output = output },
            Cost = new Cost
            {
                Status = CostStatus.Priced,
                Usd = inputUsd + outputUsd,
                InputUsd = inputUsd,
                OutputUsd = outputUsd,
            },
            Outcome = fails ? CallOutcome.Failed
                : ending < _options.FailureRate + _options.AbortRate ? CallOutcome.Interrupted : CallOutcome.Success,
            ErrorType = fails ? "server_error" : null,
            Dimensions = new UsageDimensions
            {
                User = $"user-{(int)(_options.Users * Math.Pow(_random.NextDouble(), 3))}",
                Feature = _options.Features[_random.Next(_options.Features.Count)],
            },
        };
    }

    private GeneratedModel NextModel()
    {
        double draw = _random.NextDouble() * _shares;
        foreach (GeneratedModel model in _options.Models)
        {
            draw -= model.Share;
            if (draw < 0) return model;
        }

        return _options.Models[^1];
    }

    // A version 7 UUID like the monitor's own, its chance taken from the seed.
    private Guid IdAt(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(
            bytes, (at.ToUnixTimeMilliseconds() << 16) | 0x7000 | (uint)_random.Next(0x1000));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    // Box and Muller.
    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
