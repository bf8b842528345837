using System.Globalization;
using TokenUsage.Cosmos.Documents;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Rollups;

/// <summary>Which rollup document holds a cell: one an hour and cube, several for cubes of many keys.</summary>
internal readonly record struct RollupPlace(string Cube, long Hour, int Part)
{
    private const int SlicesPerHour = 4;
    private const int PartsOfManyKeys = 8;

    private static readonly UsageCube[] ManyKeys = [new(Dimension.User), new(Dimension.Session)];

    public string Id => string.Create(CultureInfo.InvariantCulture, $"rollup-{Cube}-{Hour}-{Part}");

    /// <summary>Gets the partition: a cube's month, so that a range is read from few of them.</summary>
    public string Partition =>
        $"#rollup-{Cube}-" + StartOf(Hour).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static RollupPlace Of(UsageCube cube, CellPlace cell) => new(
        BatchDocument.NameOf(cube), HourOf(cell.Slice), PartOf(cube, cell.Key));

    public static long HourOf(long slice) => slice / SlicesPerHour;

    private static DateTimeOffset StartOf(long hour) =>
        RollupGrid.StartOf(hour * SlicesPerHour, RollupGrain.QuarterHour);

    // A hash that is the same in every process and version.
    private static int PartOf(UsageCube cube, string?[] key)
    {
        if (key.Length == 0 || key[0] is not { } value || !ManyKeys.Any(many => many.Name == cube.Name)) return 0;

        uint hash = 2_166_136_261;
        foreach (char character in value) hash = (hash ^ character) * 16_777_619;
        return (int)(hash % PartsOfManyKeys);
    }
}
