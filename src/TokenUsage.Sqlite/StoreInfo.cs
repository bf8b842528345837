using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>The numbers that the database keeps about itself.</summary>
internal sealed record StoreInfo(
    long Version, long Words, long RecordsFrom, long MinutesFrom, long QuartersFrom, long DaysFrom)
{
    public static StoreInfo Read(SqliteConnection connection)
    {
        using var rows = new Statement(connection, "SELECT name, value FROM store_info");
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Step()) values[rows.Text(0)!] = rows.Int64(1);
        return new StoreInfo(
            values.GetValueOrDefault("version"), values.GetValueOrDefault("words"),
            values.GetValueOrDefault("records_from"), values.GetValueOrDefault("minutes_from"),
            values.GetValueOrDefault("quarters_from"), values.GetValueOrDefault("days_from"));
    }

    /// <summary>Moves one of the moments on; never back.</summary>
    public static void Raise(SqliteConnection connection, string name, long ticks)
    {
        using var update = new Statement(connection, "UPDATE store_info SET value = max(value, ?) WHERE name = ?");
        update.Bind(0, ticks);
        update.Bind(1, name);
        update.Run();
    }

    public StoreHorizon ToHorizon(IReadOnlyDictionary<string, DateTimeOffset> cubes) => new()
    {
        Records = At(RecordsFrom),
        Minutes = At(MinutesFrom),
        QuarterHours = At(QuartersFrom),
        Days = At(DaysFrom),
        Cubes = cubes,
    };

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
