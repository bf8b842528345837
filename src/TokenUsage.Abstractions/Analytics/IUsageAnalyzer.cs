namespace TokenUsage;

/// <summary>Looks at a period and says what could be better. The application's own run beside the built-in ones.</summary>
/// <remarks>Register it as a service. One that throws is logged and left out; it harms no other.</remarks>
public interface IUsageAnalyzer
{
    /// <summary>Gets the analyzer's name in logs.</summary>
    string Name { get; }

    /// <summary>Looks at a period.</summary>
    ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(AnalysisPeriod period, CancellationToken cancellationToken);
}
