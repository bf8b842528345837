namespace TokenUsage.Providers.Scanning;

/// <summary>What happens to a string that is not captured.</summary>
internal enum StringUse
{
    /// <summary>It is skipped.</summary>
    None,

    /// <summary>Its characters are counted.</summary>
    Measure,

    /// <summary>It is handed on piece by piece, as it stands in the body.</summary>
    Stream,
}
