using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>The monitor as an application has it, in a folder of the proof's own.</summary>
internal static class ProofMonitor
{
    private static readonly TimeSpan QuickFlush = TimeSpan.FromMilliseconds(5);

    public static string DatabaseIn(string folder) => Path.Combine(folder, "usage.db");

    public static TokenMonitor Create(string folder, Durability durability) =>
        Create(folder, durability, builder => builder.UseSqlite($"Data Source={DatabaseIn(folder)}"));

    public static TokenMonitor Create(
        string folder,
        Durability durability,
        Action<ITokenMonitoringBuilder> useStore) => TokenMonitor.Create(builder =>
    {
        useStore(builder);
        builder.Services.Configure<TokenMonitoringOptions>(options =>
        {
            options.Recording.Durability = durability;
            options.Recording.JournalPath =
                durability == Durability.Journal ? DatabaseIn(folder) + ".journal" : null;
            options.Recording.BatchInterval = QuickFlush;
            options.Recording.FlushInterval = QuickFlush;
            options.Recording.DrainTimeout = TimeSpan.FromMinutes(1);
        });
    });
}
