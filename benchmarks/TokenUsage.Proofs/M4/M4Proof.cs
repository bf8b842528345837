using System.Globalization;
using TokenUsage.Analysis;

namespace TokenUsage.Proofs.M4;

/// <summary>Forecasts the 414 hourly series of the M4 competition, 48 points each, for an independent scorer.</summary>
internal sealed class M4Proof : IProof
{
    private const int Horizon = 48;

    public string Name => "m4";

    public string Usage => "DIR OUT: forecast.csv, lower.csv and upper.csv of the M4 hourly series";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Values.Count < 2)
        {
            await Console.Error.WriteLineAsync("Name the folder of the competition, and one for the forecasts.");
            return 2;
        }

        var forecaster = new SeriesForecaster(SeasonLags.Hourly);
        string header = string.Join(',', Enumerable.Range(1, Horizon).Select(h => $"F{h}").Prepend("id"));
        List<string> expected = [header];
        List<string> lower = [header];
        List<string> upper = [header];
        foreach ((string id, double[] points) in Read(Path.Combine(arguments.Values[0], "Hourly-train.csv")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SeriesForecast forecast = forecaster.Forecast(points, Horizon);
            expected.Add(Row(id, forecast.Expected));
            lower.Add(Row(id, forecast.Lower));
            upper.Add(Row(id, forecast.Upper));
        }

        string folder = Directory.CreateDirectory(arguments.Values[1]).FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "forecast.csv"), expected, cancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, "lower.csv"), lower, cancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, "upper.csv"), upper, cancellationToken);
        Console.WriteLine($"{expected.Count - 1} series forecast");
        return 0;
    }

    private static IEnumerable<(string Id, double[] Points)> Read(string path) =>
        from line in File.ReadLines(path).Skip(1)
        let cells = line.Replace("\"", "", StringComparison.Ordinal).Split(',')
        select (cells[0], Points(cells));

    // The file pads short series with empty cells, or with NA.
    private static double[] Points(string[] cells) =>
    [
        .. cells.Skip(1)
            .Where(c => c.Length > 0 && c != "NA")
            .Select(c => double.Parse(c, CultureInfo.InvariantCulture)),
    ];

    private static string Row(string id, double[] points) =>
        string.Join(',', points.Select(p => p.ToString("R", CultureInfo.InvariantCulture)).Prepend(id));
}
