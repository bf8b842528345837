namespace TokenUsage.PostgreSql.Upkeep;

/// <summary>The cells of one cube, by slice and key.</summary>
internal sealed class SliceTables
{
    private readonly SortedDictionary<DateTimeOffset, CellTable> _tables = [];

    public static SliceTables Of(DateTimeOffset slice, CellTable table)
    {
        var tables = new SliceTables();
        tables._tables.Add(slice, table);
        return tables;
    }

    public CellTable At(DateTimeOffset slice)
    {
        if (!_tables.TryGetValue(slice, out CellTable? table)) _tables.Add(slice, table = new CellTable());
        return table;
    }

    public void AddTo(CellTable sum)
    {
        foreach (CellTable table in _tables.Values) sum.Add(table);
    }

    /// <summary>Finds the slices whose cells are not the same.</summary>
    public IReadOnlyList<DateTimeOffset> Differences(SliceTables other) =>
        [.. _tables.Keys.Union(other._tables.Keys).Order().Where(slice => !At(slice).HasSameCells(other.At(slice)))];
}
