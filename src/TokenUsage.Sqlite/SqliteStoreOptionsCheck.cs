using TokenUsage.Sqlite.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Finds every fault of the options at once.</summary>
internal static class SqliteStoreOptionsCheck
{
    private const int MostCubes = 16;

    private static readonly TimeSpan MostWait = TimeSpan.FromHours(1);

    public static void Require(SqliteStoreOptions options)
    {
        var faults = new List<string>();
        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > MostWait)
        {
            faults.Add($"{nameof(options.BusyTimeout)} is {options.BusyTimeout}; it must be from 0 to {MostWait}.");
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            faults.Add($"{nameof(options.Synchronous)} is {options.Synchronous}; it must be Full or Normal.");
        }

        CheckCubes(options.Cubes, faults);
        if (faults.Count == 0) return;
        throw new UsageStoreException($"{nameof(SqliteStoreOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }

    private static void CheckCubes(IList<UsageCube> cubes, List<string> faults)
    {
        const string Member = nameof(SqliteStoreOptions.Cubes);
        if (cubes.Count > MostCubes) faults.Add($"{Member} has {cubes.Count} entries; it must be at most {MostCubes}.");
        foreach (UsageCube cube in cubes)
        {
            if (cube.Dimensions.Count is 0 or > OwnKey.Most)
            {
                faults.Add(
                    $"{Member} has '{cube}' of {cube.Dimensions.Count} dimensions; it must be 1 to {OwnKey.Most}.");
            }

            if (cube.Dimensions.Any(d => d.Name.Contains('+', StringComparison.Ordinal)))
                faults.Add($"{Member} has '{cube}'; a tag with '+' in its name cannot be part of a cube.");
        }
    }
}
