using System.Globalization;
using TokenUsage.Conformance;
using TokenUsage.Sqlite.Schema;

namespace TokenUsage.Sqlite.Tests.Schema;

/// <summary>A small database of each schema version, written once by the code of its time and never changed.</summary>
/// <remarks>
/// To write the one of today's schema: <c>TOKENUSAGE_WRITE_GOLDEN=1</c> and run the class GoldenDatabaseTests of this
/// project's executable. It does not touch those that are there.
/// </remarks>
internal static class GoldenDatabase
{
    public const string Switch = "TOKENUSAGE_WRITE_GOLDEN";

    public static string Folder { get; } = FindFolder();

    public static string PathOf(int version) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"usage-v{version}.db"));

    /// <summary>The records in every golden database: enough batches that some rollups are merged and some are not.</summary>
    public static UsageRecord[][] Batches()
    {
        var factory = new RecordFactory();
        DateTimeOffset start = RecordFactory.Noon.AddHours(-20);
        UsageRecord[] records =
        [
            factory.MakeFull() with { Weight = 1 }, // weights came after the first files were written
            .. Enumerable.Range(0, 139).Select(i => factory.Make(
                start.AddMinutes(i * 13), $"u{i % 7}", $"m{i % 3}", i % 2 == 0 ? null : "search",
                i, 2 * i, i * 0.001m)),
        ];
        return [.. records.Chunk(2)];
    }

    public static async Task WriteAsync(CancellationToken cancellationToken)
    {
        string path = PathOf(StoreSchema.Version);
        if (File.Exists(path)) return;

        Directory.CreateDirectory(Folder);
        using (var store = new SqliteUsageStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }))
        {
            await store.OpenAsync(cancellationToken);
            foreach (UsageRecord[] batch in Batches()) await store.AppendAsync(batch, cancellationToken);
        }
    }

    // Searched upwards and not taken from [CallerFilePath]: a deterministic build maps that path to "/_/".
    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TokenUsage.sln")))
                return Path.Combine(folder.FullName, "tests", "TokenUsage.Sqlite.Tests", "Golden");
        }

        throw new DirectoryNotFoundException("No TokenUsage.sln above these tests: run them from a clone.");
    }
}
