using System.Reflection;

namespace TokenUsage.PostgreSql.Schema;

/// <summary>The steps that lead to today's tables, oldest first. A step that was released is never changed.</summary>
internal static class StoreSchema
{
    private const string Placeholder = "$schema$";

    private static readonly string[][] Steps =
        [["001-store.sql", "002-quotas.sql", "003-ledger.sql", "004-alerts.sql"]];

    public static int Version => Steps.Length;

    /// <summary>Gets the steps' SQL for a schema's name.</summary>
    public static IReadOnlyList<string> Migrations(string schema) =>
        [.. Steps.Select(files => string.Join('\n', files.Select(Read)).Replace(
            Placeholder, schema, StringComparison.Ordinal))];

    private static string Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{file}'. Build it again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
