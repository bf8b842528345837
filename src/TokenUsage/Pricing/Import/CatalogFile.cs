using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>What holds for a whole file of ours while it is read.</summary>
internal sealed class CatalogFile
{
    private readonly Dictionary<string, PriceCalendar> _calendars = new(StringComparer.Ordinal);

    public DateTimeOffset? AsOf { get; set; }

    public void AddCalendar(string name, ImmutableArray<string> days) =>
        _calendars[name] = new PriceCalendar(name, days.Select(ParseDay).ToFrozenSet());

    public PriceCalendar CalendarOf(string name) => _calendars.TryGetValue(name, out PriceCalendar? calendar)
        ? calendar
        : throw new PriceFileException(
            $"The calendar '{name}' is not defined; write it under 'calendars' before the models.");

    private static DateOnly ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new PriceFileException($"The calendar day '{text}' is not a date like 2026-10-01.");
}
