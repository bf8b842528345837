using System.Globalization;

namespace TokenUsage.Alerting.Silences;

/// <summary>Five fields of cron: minute, hour, day of the month, month, day of the week.</summary>
/// <remarks>
/// Lists, ranges and steps; days of the week from 0 or 7, Sunday, to 6. Where both days are given, either suffices, as cron
/// itself has it.
/// </remarks>
internal sealed class CronExpression
{
    private static readonly (string Name, int Least, int Most)[] Fields =
    [
        ("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7),
    ];

    private readonly ulong[] _allowed;
    private readonly bool _eitherDay;

    private CronExpression(ulong[] allowed, bool eitherDay)
    {
        _allowed = allowed;
        _eitherDay = eitherDay;
    }

    /// <exception cref="FormatException">It is no cron expression; the message says which field is wrong.</exception>
    public static CronExpression Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != Fields.Length)
        {
            throw new FormatException(
                $"'{text}' has {words.Length} fields. Write five: minute, hour, day of the month, month, "
                + "day of the week.");
        }

        var allowed = new ulong[Fields.Length];
        for (int i = 0; i < words.Length; i++) allowed[i] = ParseField(words[i], Fields[i]);
        if ((allowed[4] & (1UL << 7)) != 0) allowed[4] |= 1;
        return new CronExpression(allowed, eitherDay: words[2][0] != '*' && words[4][0] != '*');
    }

    /// <summary>Says whether it named a minute within the time that ends now.</summary>
    public bool HasStarted(DateTimeOffset now, TimeSpan within, TimeZoneInfo zone)
    {
        // By the local clock: an hour that it shows twice starts twice, one that it skips not at all.
        DateTimeOffset minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        for (; now - minute < within; minute = minute.AddMinutes(-1))
        {
            if (Names(TimeZoneInfo.ConvertTime(minute, zone))) return true;
        }

        return false;
    }

    public bool Names(DateTimeOffset local)
    {
        bool isDay = Allows(2, local.Day);
        bool isWeekday = Allows(4, (int)local.DayOfWeek);
        return Allows(0, local.Minute) && Allows(1, local.Hour) && Allows(3, local.Month)
            && (_eitherDay ? isDay || isWeekday : isDay && isWeekday);
    }

    private bool Allows(int field, int value) => (_allowed[field] & (1UL << value)) != 0;

    private static ulong ParseField(string word, (string Name, int Least, int Most) field)
    {
        ulong allowed = 0;
        foreach (string part in word.Split(','))
        {
            string[] stepped = part.Split('/');
            string[] range = stepped[0].Split('-');
            bool isAll = stepped[0] == "*";
            int first = isAll ? field.Least : Number(range[0]);
            int last = isAll || (range.Length == 1 && stepped.Length == 2) ? field.Most : Number(range[^1]);
            int step = stepped.Length == 2 ? Number(stepped[1]) : 1;
            bool isSound = stepped.Length <= 2 && range.Length <= 2 && step >= 1
                && first >= field.Least && last <= field.Most && first <= last;
            if (!isSound) throw Fault();
            for (int value = first; value <= last; value += step) allowed |= 1UL << value;
        }

        return allowed;

        int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Fault();

        FormatException Fault() => new(
            $"The {field.Name} is '{word}'. Write numbers from {field.Least} to {field.Most}, as 1,5 or 1-5 or */15.");
    }
}
