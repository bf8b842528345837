using TokenUsage.Analysis;
using TokenUsage.Testing.Generation;

namespace TokenUsage.Proofs.UsageSeries;

/// <summary>Measures detector and forecaster on 300 synthetic hourly series of nine weeks.</summary>
internal sealed class UsageSeriesProof : IProof
{
    private const int Hours = 9 * 168;

    public string Name => "usage-series";

    public string Usage => "[--series 300] [--seed 1]: false alerts, recall, month-end error and coverage";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int half = arguments.Number("series", 300) / 2;
        int seed = arguments.Number("seed", 1);
        bool holds = true;
        foreach (UsageLoad load in Enum.GetValues<UsageLoad>())
        {
            var detection = new DetectionFigures(NoveltySettings.Default);
            var monthEnd = new MonthEndFigures();
            for (int i = 0; i < half; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int own = (seed * 1_000_000) + ((int)load * 100_000) + i;
                SyntheticSeries series = SyntheticSeries.Create(own, load, Hours);
                detection.Add(series, own);
                monthEnd.Add(series);
            }

            Print(load, detection, monthEnd);
            holds &= detection.AlertsPerWeek <= 1 && monthEnd.Coverage >= 0.9;
        }

        return Task.FromResult(holds ? 0 : 1);
    }

    private static void Print(UsageLoad load, DetectionFigures detection, MonthEndFigures monthEnd)
    {
        Console.WriteLine($"{load}: {detection.AlertsPerWeek:F2} false alerts "
            + $"and {detection.NoticesPerWeek:F2} notices a series-week");
        foreach ((string planted, double recall) in detection.Recalls)
        {
            Console.WriteLine($"  {planted,-16}{recall,6:P0} found");
        }

        Console.WriteLine($"  two weeks ahead: median error {monthEnd.MedianError:P1}, bias {monthEnd.Bias:P1}, "
            + $"95 % interval covers {monthEnd.Coverage:P1}, width {monthEnd.MeanWidth:P0} of the sum");
    }
}
