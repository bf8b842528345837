using System.Text;

namespace TokenUsage.Storage;

/// <summary>The meters of a cell, summed by name and in the order of their names.</summary>
/// <remarks>At most <see cref="Limit"/> names: whatever comes after counts as "other", so that no cell grows for ever.</remarks>
internal sealed class MeterTotals
{
    public const int Limit = 64;
    private const string Other = "other";

    private readonly List<UsageMeter> _meters = [];

    public void Add(in UsageMeter meter)
    {
        int low = 0;
        int high = _meters.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(_meters[middle].Name, meter.Name);
            if (order == 0)
            {
                _meters[middle] = meter with { Quantity = _meters[middle].Quantity + meter.Quantity };
                return;
            }

            if (order < 0) low = middle + 1;
            else high = middle;
        }

        if (_meters.Count < Limit || meter.Name == Other) _meters.Insert(low, meter);
        else Add(meter with { Name = Other });
    }

    public void Add(MeterTotals other)
    {
        foreach (UsageMeter meter in other._meters) Add(meter);
    }

    public void Merge(ref CellReader reader)
    {
        long count = reader.ReadCount();
        for (long i = 0; i < count; i++)
        {
            string name = Encoding.UTF8.GetString(reader.ReadText());
            Add(new UsageMeter(name, reader.ReadDecimal()));
        }
    }

    public void Write(ref CellWriter writer)
    {
        writer.Write((long)_meters.Count);
        foreach (UsageMeter meter in _meters)
        {
            writer.Write(Encoding.UTF8.GetBytes(meter.Name));
            writer.Write(meter.Quantity);
        }
    }

    public List<UsageMeter> ToList() => [.. _meters];
}
