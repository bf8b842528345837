using Npgsql;

namespace TokenUsage.PostgreSql;

/// <summary>Finds the folder in which records wait for the database.</summary>
internal static class JournalFolder
{
    public static string? Of(PostgreSqlStoreOptions options)
    {
        if (options.JournalPath is { } chosen) return chosen;

        string home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return home.Length == 0 || NameOf(options) is not { } name
            ? null : Path.Combine(home, "TokenUsage", name + ".journal");
    }

    // One for each database and schema: records of one must never reach another.
    private static string? NameOf(PostgreSqlStoreOptions options)
    {
        try
        {
            var place = new NpgsqlConnectionStringBuilder(
                options.DataSource?.ConnectionString ?? options.ConnectionString);
            string name = $"{place.Host}-{place.Port}-{place.Database ?? place.Username}-{options.Schema}";
            return string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        }
        catch (ArgumentException)
        {
            return null; // told when the store is opened
        }
    }
}
