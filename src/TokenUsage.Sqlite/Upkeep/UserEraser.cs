using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Writes a label that says nothing over every word that names a user.</summary>
/// <remarks>
/// Records and rollups hold numbers of words, so that one row changes and every sum stays. Counting all erased users as one
/// was rejected: it would rewrite every rollup, and change how many users there were.
/// </remarks>
internal sealed class UserEraser(SqliteConnection connection)
{
    /// <summary>The digest of a record whose content was changed on purpose: it conflicts with none.</summary>
    public const long NoDigest = 0;

    private const string FindWords = "SELECT id FROM word WHERE kind IN (1, 2) AND text = ?";

    private const string FindSessions =
        """
        SELECT session FROM usage_record
        WHERE session IN (SELECT session FROM usage_record WHERE user = ?1 AND session IS NOT NULL)
        GROUP BY session HAVING max(user IS NOT ?1) = 0
        """;

    private const string CleanRecords =
        """
        UPDATE usage_record SET digest = 0, response_id = NULL,
            extra = CASE WHEN extra IS NULL THEN NULL ELSE json_remove(extra, '$.metadata') END
        WHERE user = ?
        """;

    private const string CleanTags =
        "UPDATE usage_record SET digest = 0, extra = replace(extra, ?1, ?2) WHERE instr(extra, ?1) > 0";

    /// <summary>Makes a label: random, so that nothing leads back from it.</summary>
    public static string NewLabel() => $"erased-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>Erases inside the caller's transaction.</summary>
    /// <returns>How many records named the user.</returns>
    public long Erase(IReadOnlyList<string> identities, string label)
    {
        long records = 0;
        foreach (string identity in identities)
        {
            foreach (long word in Read(FindWords, s => s.Bind(0, identity)))
            {
                foreach (long session in Read(FindSessions, s => s.Bind(0, word))) Rename(session, NewLabel());
                records += Run(CleanRecords, s => s.Bind(0, word));
                Rename(word, label);
            }

            Run(CleanTags, s =>
            {
                s.Bind(0, Quoted(identity));
                s.Bind(1, Quoted(label));
            });
        }

        ConnectionPool.Run(connection, "UPDATE store_info SET value = value + 1 WHERE name = 'words'");
        return records;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, RecordExtra.Encoder)}\"";

    // Two identities of one user may have become the same label before; then the second gets one of its own.
    private void Rename(long word, string label)
    {
        int renamed = Run("UPDATE OR IGNORE word SET text = ? WHERE id = ?", s =>
        {
            s.Bind(0, label);
            s.Bind(1, word);
        });
        if (renamed == 0) Rename(word, NewLabel());
    }

    private List<long> Read(string sql, Action<Statement> bind)
    {
        using var rows = new Statement(connection, sql);
        bind(rows);
        var ids = new List<long>();
        while (rows.Step()) ids.Add(rows.Int64(0));
        return ids;
    }

    private int Run(string sql, Action<Statement> bind)
    {
        using var statement = new Statement(connection, sql);
        bind(statement);
        return statement.Run();
    }
}
