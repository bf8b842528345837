namespace TokenUsage.Proofs.Nab;

/// <summary>One series of the corpus, with what each of its rows is worth to the scorer.</summary>
/// <param name="Category">The folder it stands in.</param>
/// <param name="Name">Its path below <c>data/</c>.</param>
/// <param name="Times">The time stamps, taken for UTC.</param>
/// <param name="Values">The values.</param>
/// <param name="Worth">The sigmoid of each row, unweighted.</param>
/// <param name="Window">The labelled window each row lies in; <see cref="Outside"/> or <see cref="Probation"/>
/// otherwise.</param>
/// <param name="Windows">How many windows the file has, those in the probation included.</param>
internal sealed record NabFile(
    string Category, string Name, DateTimeOffset[] Times, double[] Values, double[] Worth, int[] Window, int Windows)
{
    public const int Outside = -1;
    public const int Probation = -2;
}
