using System.Globalization;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Bills;

/// <summary>Reads a bill from CSV with a row of names first: <c>day</c>, and of <c>model</c>, <c>requests</c>,
/// <c>input</c>, <c>cached_input</c>, <c>output</c> and <c>usd</c> those that the provider states.</summary>
internal static class BillTable
{
    private const string Day = "day";
    private const string Model = "model";
    private const string Usd = "usd";

    private static readonly string[] Counts = ["requests", "input", "cached_input", "output"];

    /// <exception cref="InvalidDataException">A name or a value cannot be read; the message names it.</exception>
    public static Bill Read(FileInfo file)
    {
        using StreamReader reader = file.OpenText();
        using IEnumerator<List<string>> rows = CsvText.Read(reader).GetEnumerator();
        if (!rows.MoveNext()) throw new InvalidDataException($"'{file.Name}' is empty.");

        string[] names = [.. rows.Current.Select(name => name.Trim().ToLowerInvariant())];
        if (!names.Contains(Day))
            throw new InvalidDataException($"'{file.Name}' has no column '{Day}' in its first row.");
        if (names.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
        {
            throw new InvalidDataException(
                $"'{file.Name}' has a column '{unknown}'; the known ones are "
                + $"{string.Join(", ", [Day, Model, .. Counts, Usd])}.");
        }

        var items = new List<BillItem>();
        for (int number = 2; rows.MoveNext(); number++)
        {
            if (rows.Current is not [""]) items.Add(Item(names, rows.Current, $"Line {number} of '{file.Name}'"));
        }

        return new Bill(null, items);
    }

    private static bool IsKnown(string name) => name is Day or Model or Usd || Counts.Contains(name);

    private static BillItem Item(string[] names, List<string> row, string place)
    {
        if (row.Count != names.Length)
            throw new InvalidDataException($"{place} has {row.Count} values for {names.Length} columns.");

        return new BillItem(DayOf(Cell(Day), place), Cell(Model))
        {
            Requests = Count(Counts[0]),
            Input = Count(Counts[1]),
            CachedInput = Count(Counts[2]),
            Output = Count(Counts[3]),
            Usd = Number(Usd),
        };

        string? Cell(string name) =>
            Array.IndexOf(names, name) is >= 0 and var at && row[at].Trim() is { Length: > 0 } text ? text : null;

        long? Count(string name) => Number(name) is not { } value ? null
            : value >= 0 && decimal.IsInteger(value) && value <= long.MaxValue ? (long)value
            : throw new InvalidDataException($"{place} has '{Cell(name)}' for '{name}'; write a whole number.");

        decimal? Number(string name) => Cell(name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value
            : throw new InvalidDataException($"{place} has '{text}' for '{name}'; write a number with a point: 12.50.");
    }

    private static DateOnly DayOf(string? text, string place) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new InvalidDataException($"{place} has '{text}' for '{Day}'; write a UTC day: 2026-03-01.");
}
