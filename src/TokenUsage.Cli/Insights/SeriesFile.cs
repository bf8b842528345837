using System.Globalization;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Insights;

/// <summary>Reads a series from CSV: a time and a value in each row. A first row of names is skipped.</summary>
internal static class SeriesFile
{
    /// <exception cref="InputException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">A row cannot be read; the message names it.</exception>
    public static IReadOnlyList<SeriesPoint> Read(FileInfo file)
    {
        if (!file.Exists) throw new InputException($"There is no file '{file.FullName}'; name one of timestamp,value.");

        using StreamReader reader = file.OpenText();
        var points = new List<SeriesPoint>();
        int number = 0;
        foreach (List<string> row in CsvText.Read(reader))
        {
            number++;
            if (row is [""]) continue;
            if (TryParse(row, out SeriesPoint point)) points.Add(point);
            else if (number > 1)
            {
                throw new InvalidDataException(
                    $"Line {number} of '{file.Name}' is '{string.Join(',', row)}'; it must be a time and a number: "
                    + "2026-03-01 12:00:00,42.5");
            }
        }

        return points;
    }

    // An empty value is a gap, which the analyses know; a word is a mistake.
    private static bool TryParse(List<string> row, out SeriesPoint point)
    {
        point = default;
        if (row.Count < 2) return false;

        double value = double.NaN;
        bool isRead = DateTimeOffset.TryParse(
                row[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            && (row[1].Length == 0
                || double.TryParse(row[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value));
        point = new SeriesPoint(at, value);
        return isRead;
    }
}
