using System.Buffers;
using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>What a step adds up to, by key and interval, in the bytes that stores keep: a tenth of the objects.</summary>
/// <remarks>Never changed once made, so that many readers may share it.</remarks>
internal sealed class StepSums
{
    private const int BytesOfEntry = 100;

    private readonly SumPlace[] _places;
    private readonly byte[] _cells;

    private StepSums(SumPlace[] places, byte[] cells, int rows)
    {
        _places = places;
        _cells = cells;
        Rows = rows;
    }

    /// <summary>Gets how many rows were read for it.</summary>
    public int Rows { get; }

    /// <summary>Gets about how much memory it takes.</summary>
    public long Bytes => _cells.Length + ((long)_places.Length * BytesOfEntry);

    public static StepSums Of(IReadOnlyDictionary<SumKey, RollupCell> sums, int rows, bool keysOnly)
    {
        var cells = new ArrayBufferWriter<byte>();
        var places = new List<SumPlace>(sums.Count);
        foreach ((SumKey key, RollupCell cell) in sums)
        {
            int offset = cells.WrittenCount;
            if (!keysOnly) cell.Encode(cells);
            places.Add(new SumPlace(key.Start, key.Values.Values, offset, cells.WrittenCount - offset));
        }

        return new StepSums([.. places], cells.WrittenSpan.ToArray(), rows);
    }

    /// <summary>Adds all sums to some tables, as bytes.</summary>
    public void AddTo(IReadOnlyList<IQueryTable> tables, UsageCube cube)
    {
        foreach (SumPlace place in _places)
        {
            ReadOnlyMemory<byte> cell = _cells.AsMemory(place.Offset, place.Length);
            for (int i = 0; i < tables.Count; i++) tables[i].Add(place.Start, place.Key, cell, cube);
        }
    }
}
