using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <summary>Finds every fault of the options at once.</summary>
internal static class CosmosStoreOptionsCheck
{
    /// <exception cref="UsageStoreException">A value is out of range; the message names all that are.</exception>
    public static void Require(CosmosStoreOptions options)
    {
        var faults = new List<string>();
        if (options.CreateClient is null && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            faults.Add("ConnectionString is empty; set it to 'AccountEndpoint=…;AccountKey=…', or set CreateClient.");
        }

        RequireText(faults, nameof(options.Database), options.Database);
        RequireText(faults, nameof(options.Container), options.Container);
        RequireBetween(
            faults,
            nameof(options.ThrottlingPatience),
            options.ThrottlingPatience,
            TimeSpan.Zero,
            TimeSpan.FromMinutes(5));
        RequireBetween(
            faults,
            nameof(options.OpenTimeout),
            options.OpenTimeout,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(5));
        if (options.RecordRetention is { } kept)
        {
            RequireBetween(
                faults, nameof(options.RecordRetention), kept, TimeSpan.FromMinutes(1), TimeSpan.FromDays(20_000));
        }

        if (faults.Count == 0) return;
        throw new UsageStoreException($"{nameof(CosmosStoreOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }

    private static void RequireText(List<string> faults, string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value)) faults.Add($"{name} is empty; name one.");
    }

    private static void RequireBetween(
        List<string> faults, string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) faults.Add($"{name} is {value}; it must be from {least} to {most}.");
    }
}
