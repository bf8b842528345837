namespace TokenUsage.Admission.Ledger;

/// <summary>What one claim holds. Pooled by its stripe.</summary>
internal sealed class Lease
{
    private LeaseLine[] _lines = new LeaseLine[4];

    public int Count { get; private set; }

    /// <summary>Gets or sets the stripes that the lease's id and accounts lie in.</summary>
    public ulong Stripes { get; set; }

    public long DueMicros { get; set; }

    public void Clear()
    {
        _lines.AsSpan(0, Count).Clear();
        Count = 0;
    }

    public ref LeaseLine Add()
    {
        if (Count == _lines.Length) Array.Resize(ref _lines, Count * 2);
        return ref _lines[Count++];
    }

    public ref LeaseLine this[int line] => ref _lines[line];
}
