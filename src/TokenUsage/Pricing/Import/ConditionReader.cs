using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>Reads the conditions of our own files.</summary>
internal static class ConditionReader
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public static bool TryRead(ref Utf8JsonReader json, string name, CatalogFile file, ConditionDraft draft)
    {
        switch (name)
        {
            case "from": draft.From = CardReader.Instant(json, name); break;
            case "until": draft.Until = CardReader.Instant(json, name); break;
            case "windows": ReadWindows(ref json, file, draft.Windows); break;
            case "when": ReadAttributes(ref json, draft.Attributes); break;
            default: return false;
        }

        return true;
    }

    private static void ReadAttributes(ref Utf8JsonReader json, List<AttributeTest> attributes)
    {
        PriceJson.Expect(json, JsonTokenType.StartObject, "when");
        while (PriceJson.NextMember(ref json, out string name))
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                attributes.Add(new AttributeTest(name, CatalogReader.Texts(ref json, name)));
                continue;
            }

            while (PriceJson.NextMember(ref json, out string key))
            {
                if (key != "not") throw CatalogReader.Unknown(key, $"when.{name}");
                attributes.Add(new AttributeTest(name, CatalogReader.Texts(ref json, key), Except: true));
            }
        }
    }

    private static void ReadWindows(ref Utf8JsonReader json, CatalogFile file, List<TimeWindow> windows)
    {
        PriceJson.Expect(json, JsonTokenType.StartArray, "windows");
        while (PriceJson.NextItem(ref json))
        {
            TimeOnly start = default;
            TimeOnly end = default;
            byte days = TimeWindow.EveryDay;
            TimeZoneInfo zone = TimeZoneInfo.Utc;
            PriceCalendar? except = null;
            while (PriceJson.NextMember(ref json, out string name))
            {
                switch (name)
                {
                    case "start": start = Time(json, name); break;
                    case "end": end = Time(json, name); break;
                    case "days": days = Days(CatalogReader.Texts(ref json, name)); break;
                    case "zone": zone = Zone(PriceJson.Text(json, name)); break;
                    case "except": except = file.CalendarOf(PriceJson.Text(json, name)); break;
                    default: throw CatalogReader.Unknown(name, "a window");
                }
            }

            windows.Add(new TimeWindow(start, end, days, zone, except));
        }
    }

    private static TimeOnly Time(in Utf8JsonReader json, string what) =>
        TimeOnly.TryParseExact(PriceJson.Text(json, what), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out TimeOnly time)
            ? time
            : throw new PriceFileException($"{what} is {PriceJson.Say(json)}; write a time like 16:30.");

    private static byte Days(ImmutableArray<string> names)
    {
        byte days = 0;
        foreach (string name in names)
        {
            int day = Array.IndexOf(DayNames, name);
            if (day < 0)
                throw new PriceFileException($"The day \"{name}\" is not one of {string.Join(", ", DayNames)}.");
            days |= (byte)(1 << day);
        }

        return days;
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
        ? zone
        : throw new PriceFileException(
            $"The time zone \"{id}\" is not known here; write an IANA name like Asia/Shanghai.");
}
