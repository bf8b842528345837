using System.Globalization;
using TokenUsage.PostgreSql.Schema;

namespace TokenUsage.PostgreSql;

/// <summary>The tables of the PostgreSQL store, for those who create them themselves.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The name of the schema unless the options say another.</summary>
    public const string DefaultName = "token_usage";

    private const int LongestName = 48;

    /// <summary>Writes the SQL that creates everything the store and the quota ledger need, in one transaction.</summary>
    /// <param name="schema">The schema's name, as in <see cref="PostgreSqlStoreOptions.Schema"/>.</param>
    /// <exception cref="ArgumentException">The name has other characters than lower-case letters, digits and underscores.</exception>
    public static string CreateScript(string schema = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!IsName(schema))
        {
            throw new ArgumentException(
                $"'{schema}' is no name for a schema; use lower-case letters, digits and underscores.", nameof(schema));
        }

        string version = StoreSchema.Version.ToString(CultureInfo.InvariantCulture);
        return $"""
            BEGIN;
            CREATE SCHEMA {schema};
            {string.Join('\n', StoreSchema.Migrations(schema))}
            UPDATE {schema}.store_info SET value = {version} WHERE name = 'schema';
            COMMIT;

            """;
    }

    // Names that need no quotes: they can stand in SQL as they are.
    internal static bool IsName(string? name) => name is { Length: > 0 and <= LongestName }
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
