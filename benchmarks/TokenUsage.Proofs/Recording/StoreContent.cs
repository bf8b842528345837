using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>What lies in a store: its ids, whether each rollup adds up to the records, and whether a SQLite file is whole.</summary>
internal sealed class StoreContent
{
    private StoreContent(IReadOnlyList<Guid> ids, UsageTotals totals, IReadOnlyList<string> faults)
    {
        Ids = ids;
        Totals = totals;
        Faults = faults;
    }

    /// <summary>Gets every id as it is stored, duplicates included.</summary>
    public IReadOnlyList<Guid> Ids { get; }

    public UsageTotals Totals { get; }

    /// <summary>Gets each cube that does not add up, and what the integrity check says but "ok".</summary>
    public IReadOnlyList<string> Faults { get; }

    public static async Task<StoreContent> OfSqliteAsync(string database)
    {
        await using var store = new SqliteUsageStore(
            new SqliteStoreOptions { ConnectionString = $"Data Source={database}" });
        await store.OpenAsync(CancellationToken.None);
        StoreContent content = await OfAsync(store);
        return new StoreContent(content.Ids, content.Totals, [.. content.Faults, .. FaultsOfFile(database)]);
    }

    public static async Task<StoreContent> OfAsync(IUsageStore store)
    {
        var ids = new List<Guid>();
        var raw = new RollupCell();
        DateTimeOffset from = DateTimeOffset.MaxValue;
        DateTimeOffset to = DateTimeOffset.UnixEpoch;
        DateTimeOffset epoch = DateTimeOffset.UnixEpoch;
        var everything = new RecordRead { From = epoch, To = epoch.AddYears(100) };
        await foreach (UsageRecord record in store.ReadRecordsAsync(everything, CancellationToken.None))
        {
            ids.Add(record.Id);
            raw.Add(record);
            if (record.StartedAt < from) from = record.StartedAt;
            if (record.StartedAt > to) to = record.StartedAt;
        }

        UsageTotals totals = raw.ToTotals();
        var faults = new List<string>();
        if (ids.Count > 0)
        {
            foreach (UsageCube cube in store.Cubes) await CheckAsync(store, cube, from, to, totals, faults);
        }

        return new StoreContent(ids, totals, faults);
    }

    private static async Task CheckAsync(
        IUsageStore store, UsageCube cube, DateTimeOffset from, DateTimeOffset to, UsageTotals raw,
        List<string> faults)
    {
        var sum = new RollupCell();
        var read = new RollupRead
        {
            Cube = cube,
            From = RollupGrid.Floor(from, RollupGrain.Day),
            To = RollupGrid.Floor(to, RollupGrain.Day).AddDays(1),
            Grain = RollupGrain.Day,
        };
        await foreach (RollupRow row in store.ReadRollupsAsync(read, CancellationToken.None)) sum.Add(row.Cell);

        UsageTotals rolled = sum.ToTotals();
        if (rolled.Attempts != raw.Attempts || rolled.Tokens != raw.Tokens || rolled.PricedUsd != raw.PricedUsd)
        {
            faults.Add(
                $"the cube '{cube}' holds {rolled.Attempts} attempts and {rolled.Tokens.Total} tokens, the records "
                + $"{raw.Attempts} and {raw.Tokens.Total}");
        }
    }

    private static IEnumerable<string> FaultsOfFile(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        if (check.ExecuteScalar() is string answer && answer != "ok") yield return answer;
    }
}
