using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Finds every fault of the options at once.</summary>
internal static class PostgreSqlStoreOptionsCheck
{
    private const int MostCubes = 16;
    private const int MostDimensions = 4;

    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostWait = TimeSpan.FromHours(1);

    public static void Require(PostgreSqlStoreOptions options)
    {
        var faults = new List<string>();
        ConnectionCheck.AddFaults(options.DataSource, options.ConnectionString, options.Schema, faults);
        if (options.OpenTimeout < LeastWait || options.OpenTimeout > MostWait)
        {
            faults.Add(
                $"{nameof(options.OpenTimeout)} is {options.OpenTimeout}; it must be from {LeastWait} to {MostWait}.");
        }

        CheckCubes(options.Cubes, faults);
        if (faults.Count == 0) return;
        throw new UsageStoreException(
            $"{nameof(PostgreSqlStoreOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }

    private static void CheckCubes(IList<UsageCube> cubes, List<string> faults)
    {
        const string Member = nameof(PostgreSqlStoreOptions.Cubes);
        if (cubes.Count > MostCubes) faults.Add($"{Member} has {cubes.Count} entries; it must be at most {MostCubes}.");
        foreach (UsageCube cube in cubes)
        {
            if (cube.Dimensions.Count is 0 or > MostDimensions)
            {
                faults.Add(
                    $"{Member} has '{cube}' of {cube.Dimensions.Count} dimensions; it must be 1 to {MostDimensions}.");
            }

            if (cube.Dimensions.Any(d => d.Name.Contains('+', StringComparison.Ordinal)))
                faults.Add($"{Member} has '{cube}'; a tag with '+' in its name cannot be part of a cube.");
        }
    }
}
