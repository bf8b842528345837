namespace TokenUsage.Diagnostics;

/// <summary>Which of OpenTelemetry's generations of <c>gen_ai.*</c> metrics are emitted.</summary>
/// <remarks>Source: semantic conventions 1.41, and the main branch of semantic-conventions-genai. Both are experimental.</remarks>
[Flags]
public enum GenAiMetrics
{
    /// <summary>None of them; the monitor's own <c>tokenusage.*</c> metrics stay.</summary>
    None = 0,

    /// <summary>Those of version 1.41, which other libraries emit today: <c>gen_ai.client.token.usage</c> and durations.</summary>
    Version141 = 1,

    /// <summary>Those of the latest draft: <c>gen_ai.client.inference.usage.input_tokens</c> and its kind.</summary>
    Latest = 2,

    /// <summary>Both, while dashboards move from one to the other.</summary>
    Both = Version141 | Latest,
}
