namespace TokenUsage.Testing.Generation;

/// <summary>
/// Hourly tokens of an imagined service: a working day, a week, growth, calls by chance, calls of unequal size.
/// </summary>
/// <remarks>Seeded: the same seed gives the same series everywhere.</remarks>
public sealed class SyntheticSeries
{
    private const double Persistence = 0.7;
    private const double BatchesPerHour = 0.5 / 168;

    private readonly Random _random;
    private readonly UsageLoad _load;
    private readonly double[] _profile;
    private readonly double[] _tokens;

    private SyntheticSeries(int seed, UsageLoad load, int hours)
    {
        _random = new Random(seed);
        _load = load;
        _profile = new double[hours];
        _tokens = new double[hours];
    }

    /// <summary>Gets the tokens of each hour.</summary>
    public IReadOnlyList<double> Tokens => _tokens;

    /// <summary>
    /// Gets the share of its busiest rate at which the service was expected to be used, hour by hour.
    /// </summary>
    public IReadOnlyList<double> Profile => _profile;

    /// <summary>Makes up a series.</summary>
    /// <param name="seed">Gives the service: its peak, nights, weekends, growth and size, and every chance after that.</param>
    /// <param name="load">How even its use is.</param>
    /// <param name="hours">How many hours, from a Monday's midnight; 1 or more.</param>
    public static SyntheticSeries Create(int seed, UsageLoad load, int hours)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        var series = new SyntheticSeries(seed, load, hours);
        series.Shape();
        series.Fill();
        return series;
    }

    private void Shape()
    {
        double peak = Between(9, 17);
        double width = Between(3, 5);
        double night = Between(0.05, 0.2);
        double weekend = Between(0.3, 0.9);
        double growth = Between(-0.005, 0.025);
        for (int hour = 0; hour < _profile.Length; hour++)
        {
            double distance = Math.IEEERemainder((hour % 24) - peak, 24);
            double day = night + ((1 - night) * Math.Exp(-distance * distance / (2 * width * width)));
            bool isWeekend = hour / 24 % 7 >= 5;
            _profile[hour] = day * (isWeekend ? weekend : 1) * Math.Pow(1 + growth, hour / 168.0);
        }
    }

    private void Fill()
    {
        bool isBursty = _load == UsageLoad.Bursty;
        double calls = isBursty ? 15 * Math.Exp(Between(0, 1)) : 150 * Math.Exp(Between(0, 1.5));
        double tokensPerCall = 500 * Math.Exp(Between(0, 2));
        double swing = isBursty ? 0.3 : 0.08;
        double spread = isBursty ? 1.1 : 0.8;
        double mood = 0;
        int batchHours = 0;
        double batch = 1;
        for (int hour = 0; hour < _tokens.Length; hour++)
        {
            mood = (Persistence * mood) + (Math.Sqrt(1 - (Persistence * Persistence)) * swing * Normal());
            if (batchHours-- <= 0)
            {
                bool begins = isBursty && _random.NextDouble() < BatchesPerHour;
                batchHours = begins ? _random.Next(1, 4) : 0;
                batch = begins ? Between(1.5, 3.5) : 1;
            }

            _tokens[hour] = TokensOf(Poisson(calls * _profile[hour] * Math.Exp(mood) * batch), tokensPerCall, spread);
        }
    }

    /// <summary>The sum of so many log-normal sizes, by its mean and variance.</summary>
    private double TokensOf(double calls, double median, double spread)
    {
        if (calls == 0) return 0;

        double relative = Math.Sqrt((Math.Exp(spread * spread) - 1) / calls) * Normal();
        return Math.Round(calls * median * Math.Max(0.2, Math.Exp(spread * spread / 2) * (1 + relative)));
    }

    private double Poisson(double mean)
    {
        if (mean > 60) return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));

        double chance = Math.Exp(-mean); // inversion (Devroye 1986, X.3)
        double sum = chance;
        double draw = _random.NextDouble();
        int count = 0;
        while (draw > sum && count < 1000) sum += chance *= mean / ++count;
        return count;
    }

    // Box and Muller.
    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private double Between(double least, double most) => least + ((most - least) * _random.NextDouble());
}
