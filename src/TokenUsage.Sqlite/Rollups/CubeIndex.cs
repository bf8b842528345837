using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>The numbers under which cubes are kept: their places in <see cref="UsageCube.Standard"/>.</summary>
internal static class CubeIndex
{
    private static readonly int Users = Of(new UsageCube(Dimension.User));

    /// <summary>Says whether a cube has a list of its keys for each slice: the users have, since they are counted.</summary>
    public static bool HasKeyLists(int cube) => cube == Users;

    public static int Of(UsageCube cube)
    {
        for (int i = 0; i < UsageCube.Standard.Count; i++)
        {
            if (UsageCube.Standard[i].Name == cube.Name) return i;
        }

        throw new ArgumentException(
            $"The database keeps no cube '{cube}'; read one of {nameof(IUsageStore)}.{nameof(IUsageStore.Cubes)}.",
            nameof(cube));
    }
}
