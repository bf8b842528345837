namespace TokenUsage.Analysis;

/// <summary>Which past surprises to repeat, step by step, along a simulated path; none in a plain forecast.</summary>
/// <param name="ages">The age of the surprise for each step, in points before the last.</param>
/// <param name="scale">What each is multiplied by; a negative scale mirrors the path.</param>
internal readonly ref struct Shocks(ReadOnlySpan<int> ages, double scale)
{
    private readonly ReadOnlySpan<int> _ages = ages;

    public double At(int step, SurpriseRing surprises) =>
        _ages.IsEmpty ? 0 : scale * (surprises[_ages[step]] - surprises.Mean);
}
