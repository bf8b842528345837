using System.Globalization;
using System.Text.Json;

namespace TokenUsage.Proofs.Nab;

/// <summary>Reads the Numenta Anomaly Benchmark v1.1 and weighs its rows as its own scorer does.</summary>
/// <remarks>
/// Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms", 2015: a detection is worth more the earlier
/// it falls in a window.
/// </remarks>
internal static class NabCorpus
{
    private const double ProbationShare = 0.15;
    private const int ProbationRows = 5000;

    private static readonly double MostWorth = Sigmoid(-1);

    public static IReadOnlyList<NabFile> Load(string folder)
    {
        using JsonDocument labels =
            JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "labels", "combined_windows.json")));
        return
        [
            .. labels.RootElement.EnumerateObject()
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => Read(folder, p.Name, Windows(p.Value))),
        ];
    }

    private static List<(DateTimeOffset Start, DateTimeOffset End)> Windows(JsonElement pairs) =>
        [.. pairs.EnumerateArray().Select(pair => (Time(pair[0].GetString()!), Time(pair[1].GetString()!)))];

    private static NabFile Read(string folder, string name, List<(DateTimeOffset Start, DateTimeOffset End)> windows)
    {
        string[][] rows =
        [
            .. File.ReadLines(Path.Combine(folder, "data", name))
                .Skip(1)
                .Where(l => l.Length > 0)
                .Select(l => l.Split(',')),
        ];
        DateTimeOffset[] times = [.. rows.Select(r => Time(r[0]))];
        double[] values = [.. rows.Select(r => double.Parse(r[1], CultureInfo.InvariantCulture))];
        var worth = new double[rows.Length];
        var window = new int[rows.Length];
        Weigh(times, windows, worth, window);
        int probation = (int)(ProbationShare * Math.Min(rows.Length, ProbationRows));
        window.AsSpan(0, probation).Fill(NabFile.Probation);
        return new NabFile(name.Split('/')[0], name, times, values, worth, window, windows.Count);
    }

    private static void Weigh(
        DateTimeOffset[] times, List<(DateTimeOffset Start, DateTimeOffset End)> windows, double[] worth, int[] window)
    {
        int next = 0;
        int right = -1;
        double width = 0;
        bool isInside = false;
        for (int i = 0; i < times.Length; i++)
        {
            if (next < windows.Count && times[i] == windows[next].Start)
            {
                right = Array.IndexOf(times, windows[next].End);
                width = right - i + 1;
                isInside = true;
                next++;
            }

            window[i] = isInside ? next - 1 : NabFile.Outside;
            worth[i] = isInside ? Sigmoid(-(right - i + 1) / width) / MostWorth
                : right < 0 ? -1
                : Sigmoid((i - right) / (width - 1));
            if (isInside && times[i] == windows[next - 1].End) isInside = false;
        }
    }

    private static double Sigmoid(double distance) =>
        distance > 3 ? -1 : (2 / (1 + Math.Exp(5 * distance))) - 1;

    private static DateTimeOffset Time(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        string whole = dot < 0 ? text : text[..dot];
        return DateTimeOffset.Parse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
