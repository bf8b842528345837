using System.Buffers;
using System.Text.Json;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Rollups;

/// <summary>Cells of one cube. In a document: an array of quarter-hour, key and the cell's own bytes.</summary>
internal sealed class CellTable
{
    private readonly Dictionary<CellPlace, RollupCell> _cells = [];

    public int Count => _cells.Count;

    public IEnumerable<KeyValuePair<CellPlace, RollupCell>> Cells => _cells;

    public void Add(UsageCube cube, UsageRecord record, in RollupSample sample)
    {
        long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
        CellAt(new CellPlace(slice, cube.KeyOf(record))).Add(sample);
    }

    /// <summary>Adds the difference that another cost of a record makes.</summary>
    public void Correct(UsageCube cube, UsageRecord record, in RollupSample before, in RollupSample after)
    {
        long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
        CellAt(new CellPlace(slice, cube.KeyOf(record))).Correct(before, after);
    }

    public void Add(CellPlace place, RollupCell cell) => CellAt(place).Add(cell);

    public void Write(Utf8JsonWriter json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        json.WriteStartArray();
        foreach ((CellPlace place, RollupCell cell) in _cells)
        {
            bytes.ResetWrittenCount();
            cell.Encode(bytes);
            json.WriteStartArray();
            json.WriteNumberValue(place.Slice);
            json.WriteStartArray();
            foreach (string? value in place.Key) json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteBase64StringValue(bytes.WrittenSpan);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static CellTable Read(JsonElement cells)
    {
        var table = new CellTable();
        foreach (JsonElement cell in cells.EnumerateArray())
        {
            string?[] key = [.. cell[1].EnumerateArray().Select(value => value.GetString())];
            table.CellAt(new CellPlace(cell[0].GetInt64(), key)).Merge(cell[2].GetBytesFromBase64());
        }

        return table;
    }

    private RollupCell CellAt(CellPlace place)
    {
        if (!_cells.TryGetValue(place, out RollupCell? cell)) _cells[place] = cell = new RollupCell();
        return cell;
    }
}
