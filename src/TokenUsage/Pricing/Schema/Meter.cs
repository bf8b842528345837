namespace TokenUsage.Pricing.Schema;

/// <summary>One thing that is billed. The token meters are disjoint: a token is counted by exactly one of them.</summary>
/// <remarks>An enumeration instead of a set of dimensions: a card becomes an array, and a lookup an index.</remarks>
internal enum Meter : byte
{
    Input,
    InputAudio,
    InputImage,
    InputVideo,
    InputDocument,
    InputToolPrompt,
    CacheRead,
    CacheReadAudio,
    CacheReadImage,
    CacheReadVideo,
    CacheWrite,
    CacheWrite1h,
    Output,
    Reasoning,
    OutputAudio,
    OutputImage,
    OutputVideo,
    Citation,

    // From here on quantities that are no tokens.
    Requests,
    WebSearches,
    MapSearches,
    FileSearches,
    CodeSessions,
    SearchUnits,
    InputImages,
    OutputImages,
    InputPixels,
    OutputPixels,
    Pages,
    AnnotatedPages,
    Credits,
    InputCharacters,
    OutputCharacters,
    AudioSeconds,
    InputAudioSeconds,
    OutputSeconds,
    InputVideoSeconds,
    Messages,
    GuardrailUnits,
}
