using Microsoft.Extensions.DependencyInjection;
using TokenUsage;
using TokenUsage.Storage;

namespace QuickStart;

/// <summary>What an application may say about what is kept, for how long, and what is done to it.</summary>
internal static class StorageSettings
{
    public static void Register(IServiceCollection services, string pseudonymKey)
    {
        // snippet: storage-settings
        services.AddTokenMonitoring(options =>
            {
                options.Storage.Retention.Records = TimeSpan.FromDays(60);
                options.Storage.Retention.QuarterHours = TimeSpan.FromDays(400);
                options.Storage.Retention.Days = TimeSpan.FromDays(1_830);
                options.Storage.AuditReads = true;
            })
            .UseSqlite(sqlite =>
            {
                sqlite.ConnectionString = "Data Source=/var/lib/shop/usage.db";
                sqlite.Cubes.Add(new UsageCube(Dimension.Project, Dimension.Model));
            })
            .UsePseudonyms(pseudonyms => pseudonyms.Key = pseudonymKey);
        // end-snippet
    }

    public static async Task EraseAsync(IServiceProvider services)
    {
        // snippet: storage-erase
        IUserErasure erasure = services.GetRequiredService<IUserErasure>();
        ErasureReport report = await erasure.EraseAsync("alice", new ChangeActor("kim@example.org"));
        // end-snippet
        Console.WriteLine($"{report.Erased.Values.Sum()} entries named her");
    }

    public static async Task LookAfterAsync(IServiceProvider services)
    {
        // snippet: storage-upkeep
        IStoreMaintenance store = services.GetRequiredService<IStoreMaintenance>();
        StoreAudit audit = await store.AuditAsync(CancellationToken.None);
        if (!audit.IsExact) audit = await store.RepairAsync(CancellationToken.None);
        await store.BackUpAsync("/backup/usage-2026-05-04.db", CancellationToken.None);
        // end-snippet
        Console.WriteLine(audit.IsExact);
    }

    public static async Task VerifyAsync(IServiceProvider services)
    {
        // snippet: storage-trail
        IAuditTrail trail = services.GetRequiredService<IAuditTrail>();
        await foreach (AuditEntry entry in trail.ReadAsync())
            Console.WriteLine($"{entry.At:u} {entry.Actor ?? "(erased)"} {entry.Action} {entry.Target}: {entry.After}");

        AuditVerification proof = await trail.VerifyAsync();
        // end-snippet
        Console.WriteLine($"{proof.IsIntact} {proof.Head}");
    }
}
