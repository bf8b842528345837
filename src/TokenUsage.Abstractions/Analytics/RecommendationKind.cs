namespace TokenUsage;

/// <summary>What a recommendation is about.</summary>
public enum RecommendationKind
{
    /// <summary>Use a cheaper model that the application already uses for calls of the same kind.</summary>
    CheaperModel,

    /// <summary>Let the provider cache large inputs that come again and again.</summary>
    PromptCaching,

    /// <summary>Send calls that can wait to the batch tier.</summary>
    BatchTier,

    /// <summary>Cap the output of the few calls that run far beyond all others.</summary>
    OutputCap,

    /// <summary>Stop paying for attempts that fail and are repeated.</summary>
    WastedRetries,

    /// <summary>Shorten sessions whose input grows with every turn.</summary>
    GrowingSessions,

    /// <summary>Give models that have no price one.</summary>
    UnpricedModels,

    /// <summary>The application's own analyzer says something.</summary>
    Custom,
}
