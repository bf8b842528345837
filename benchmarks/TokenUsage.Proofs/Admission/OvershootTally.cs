using System.Globalization;

namespace TokenUsage.Proofs.Admission;

/// <summary>What came of a process's attempts. Written and read as one line.</summary>
internal sealed record OvershootTally(
    long Admitted, int AdmittedCalls, int RefusedCalls, long SmallestRefused, int Errors)
{
    public static OvershootTally Sum(IReadOnlyList<OvershootTally> tallies) => new(
        tallies.Sum(t => t.Admitted),
        tallies.Sum(t => t.AdmittedCalls),
        tallies.Sum(t => t.RefusedCalls),
        tallies.Min(t => t.SmallestRefused),
        tallies.Sum(t => t.Errors));

    public static OvershootTally Parse(string line)
    {
        long[] numbers = [.. line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new OvershootTally(numbers[0], (int)numbers[1], (int)numbers[2], numbers[3], (int)numbers[4]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Admitted} {AdmittedCalls} {RefusedCalls} {SmallestRefused} {Errors}");
}
