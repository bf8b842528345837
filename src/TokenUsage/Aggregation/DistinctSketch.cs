using System.Numerics;

namespace TokenUsage.Aggregation;

/// <summary>Counts different texts in 2 KiB, within about 2 %. Two of them add up to the count of both.</summary>
/// <remarks>HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, 2007) with linear counting where few were seen.</remarks>
internal sealed class DistinctSketch
{
    private const int IndexBits = 11;
    private const int Registers = 1 << IndexBits;
    private const double Alpha = 0.7213 / (1 + (1.079 / Registers));

    private byte[]? _registers;

    public void Add(string text)
    {
        // The runtime's hash is keyed by the process: nobody can choose users that collide.
        ulong hash = Spread((uint)text.GetHashCode(StringComparison.Ordinal));
        int index = (int)(hash >> (64 - IndexBits));
        byte rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        byte[] registers = _registers ??= new byte[Registers];
        if (registers[index] < rank) registers[index] = rank;
    }

    public void Add(DistinctSketch other)
    {
        if (other._registers is not { } theirs) return;
        byte[] ours = _registers ??= new byte[Registers];
        for (int i = 0; i < Registers; i++) ours[i] = Math.Max(ours[i], theirs[i]);
    }

    public long Estimate()
    {
        if (_registers is not { } registers) return 0;

        double sum = 0;
        int empty = 0;
        foreach (byte rank in registers)
        {
            sum += Math.ScaleB(1, -rank);
            if (rank == 0) empty++;
        }

        double estimate = Alpha * Registers * Registers / sum;
        bool isFew = estimate <= 2.5 * Registers && empty > 0;
        return (long)Math.Round(isFew ? Registers * Math.Log((double)Registers / empty) : estimate);
    }

    public void Clear() => _registers = null;

    // The finisher of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Spread(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
