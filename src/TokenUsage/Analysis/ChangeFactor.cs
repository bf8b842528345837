namespace TokenUsage.Analysis;

/// <summary>Why a cost changed.</summary>
internal enum ChangeFactor
{
    /// <summary>The group was called more or less often.</summary>
    Volume,

    /// <summary>The group's calls went to other parts, cheaper or dearer.</summary>
    Mix,

    /// <summary>A call consumed more or fewer tokens.</summary>
    TokensPerCall,

    /// <summary>A token of the same part cost more or less.</summary>
    Price,
}
