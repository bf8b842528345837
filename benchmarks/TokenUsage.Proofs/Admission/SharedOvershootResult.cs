using System.Globalization;

namespace TokenUsage.Proofs.Admission;

/// <summary>What one process has drawn, as it says it in a line.</summary>
internal sealed record SharedOvershootResult(
    long Amount, long Admitted, long Refused, long SmallestRefused, double Seconds)
{
    public static SharedOvershootResult Parse(string line)
    {
        string[] words = line.Trim().Split(' ');
        long[] numbers = [.. words.Take(4).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new SharedOvershootResult(
            numbers[0], numbers[1], numbers[2], numbers[3], double.Parse(words[4], CultureInfo.InvariantCulture));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount} {Admitted} {Refused} {SmallestRefused} {Seconds}");
}
