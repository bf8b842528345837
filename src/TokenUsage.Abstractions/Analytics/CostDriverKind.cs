namespace TokenUsage;

/// <summary>Why a cost changed.</summary>
public enum CostDriverKind
{
    /// <summary>There were more calls, or fewer.</summary>
    Volume,

    /// <summary>Calls went to other models, cheaper or dearer.</summary>
    ModelMix,

    /// <summary>A call took more tokens, or fewer.</summary>
    TokensPerCall,

    /// <summary>A token of the same model cost more, or less.</summary>
    Price,
}
