namespace TokenUsage.Proofs.Admission;

/// <summary>
/// A small generator (xorshift64*) of our own: the same seed gives the same run in every version of the runtime.
/// </summary>
internal sealed class SimRandom(int seed)
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15) + 0x2545F4914F6CDD1D;

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool OneIn(int chances) => Below(chances) == 0;

    public Guid NextId() => new(
        (uint)Next(), (ushort)Next(), 0x7000, 0x80, (byte)Next(), (byte)Next(), (byte)Next(), 0, 0, 0, (byte)Next());

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (_state * 0x2545F4914F6CDD1D) >> 11;
    }
}
