using System.Runtime.CompilerServices;

namespace TokenUsage.Storage;

/// <summary>The numbers behind <see cref="CellCounter"/>, inline in the cell.</summary>
[InlineArray(Length)]
internal struct CellCounters
{
    public const int Length = (int)CellCounter.Reasoning + 1;

    private long _first;
}
