using System.Security.Cryptography;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Rollups;

namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>Puts a label that says nothing in the place of a user, in records and in the keys of rollups.</summary>
/// <remarks>Inside a transaction that keeps writers out, and after everything was merged: the sums stay those of the records.</remarks>
internal sealed class UserEraser(Sql sql, CubeList cubes, KeyTable keys)
{
    /// <summary>The digest of a record whose content was changed on purpose: it conflicts with none.</summary>
    public const long NoDigest = 0;

    private const string OwnSessions =
        """
        SELECT session_id FROM $schema$.usage_record
        WHERE session_id IN (SELECT session_id FROM $schema$.usage_record WHERE user_id = $1)
        GROUP BY session_id HAVING bool_and(user_id IS NOT DISTINCT FROM $1)
        """;

    private const string Rekey =
        """
        SELECT DISTINCT r.key, k.texts FROM $schema$.rollup r JOIN $schema$.rollup_key k ON k.id = r.key
        WHERE r.cube = $1 AND k.texts[$2] = $3
        """;

    private const string CleanTags =
        """
        UPDATE $schema$.usage_record SET digest = 0, tags = (
            SELECT jsonb_object_agg(key, CASE WHEN value = $1 THEN $2 ELSE value END) FROM jsonb_each_text(tags))
        WHERE tags IS NOT NULL AND EXISTS (SELECT FROM jsonb_each_text(tags) WHERE value = $1)
        """;

    /// <summary>Makes a label: random, so that nothing leads back from it.</summary>
    public static string NewLabel() => $"erased-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    /// <summary>Erases one identity.</summary>
    /// <returns>How many records named it.</returns>
    public async Task<long> EraseAsync(string identity, string label, CancellationToken cancellationToken)
    {
        List<string> sessions = await sql.ReadAsync(
            OwnSessions,
            parameters => DimensionSql.Add(parameters, identity),
            row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        foreach (string session in sessions)
        {
            string other = NewLabel();
            await RunAsync(
                "UPDATE $schema$.usage_record SET session_id = $2 WHERE session_id = $1",
                session,
                other,
                cancellationToken).ConfigureAwait(false);
            await RekeyAsync(d => d == Dimension.Session, session, other, cancellationToken).ConfigureAwait(false);
        }

        long records = await RunAsync(
            """
            UPDATE $schema$.usage_record SET user_id = $2, digest = 0, response_id = NULL, metadata = NULL
            WHERE user_id = $1
            """,
            identity,
            label,
            cancellationToken).ConfigureAwait(false);
        await RunAsync(CleanTags, identity, label, cancellationToken).ConfigureAwait(false);
        await RekeyAsync(d => d == Dimension.User || d.TagName is not null, identity, label, cancellationToken)
            .ConfigureAwait(false);
        return records;
    }

    private Task<long> RunAsync(string text, string before, string after, CancellationToken cancellationToken) =>
        sql.RunAsync(
            text,
            parameters =>
            {
                DimensionSql.Add(parameters, before);
                DimensionSql.Add(parameters, after);
            },
            cancellationToken);

    private async Task RekeyAsync(
        Func<Dimension, bool> isMeant, string before, string after, CancellationToken cancellationToken)
    {
        for (int cube = 0; cube < cubes.Cubes.Count; cube++)
        {
            IReadOnlyList<Dimension> dimensions = cubes.Cubes[cube].Dimensions;
            for (int i = 0; i < dimensions.Count; i++)
            {
                if (isMeant(dimensions[i]))
                    await RekeyAsync(cube, i, before, after, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A key is a list of texts and belongs to every cube that has such a list: each cube's cells get another key.
    private async Task RekeyAsync(int cube, int place, string before, string after, CancellationToken cancellationToken)
    {
        short number = cubes.NumberAt(cube);
        List<(long Id, string?[] Texts)> old = await sql.ReadAsync(
            Rekey,
            parameters =>
            {
                DimensionSql.Add(parameters, number);
                DimensionSql.Add(parameters, place + 1);
                DimensionSql.Add(parameters, before);
            },
            row => (row.GetInt64(0), row.GetFieldValue<string?[]>(1)),
            cancellationToken).ConfigureAwait(false);
        if (old.Count == 0) return;

        foreach ((_, string?[] texts) in old) texts[place] = after;
        var numbers = new Dictionary<RollupKey, long>();
        await keys.NumberAsync(
            sql.Connection, old.Select(o => new RollupKey(o.Texts)).ToHashSet(), numbers, cancellationToken)
            .ConfigureAwait(false);
        long[] from = [.. old.Select(o => o.Id)];
        long[] to = [.. old.Select(o => numbers[new RollupKey(o.Texts)])];
        await sql.RunAsync(
            """
            UPDATE $schema$.rollup r SET key = m.after FROM unnest($2, $3) AS m (before, after)
            WHERE r.cube = $1 AND r.key = m.before
            """,
            parameters =>
            {
                DimensionSql.Add(parameters, number);
                DimensionSql.Add(parameters, from);
                DimensionSql.Add(parameters, to);
            },
            cancellationToken).ConfigureAwait(false);
        if (CubeList.HasKeyLists(cubes.Cubes[cube]))
            await KeyLists.ReplaceAsync(sql, number, from, to, cancellationToken).ConfigureAwait(false);
        await sql.RunAsync(
            """
            DELETE FROM $schema$.rollup_key k
            WHERE id = ANY ($1) AND NOT EXISTS (SELECT FROM $schema$.rollup r WHERE r.key = k.id)
            """,
            parameters => DimensionSql.Add(parameters, from),
            cancellationToken).ConfigureAwait(false);
    }
}
