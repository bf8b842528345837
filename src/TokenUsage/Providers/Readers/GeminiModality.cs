namespace TokenUsage.Providers.Readers;

/// <summary>Google's modalities, with the numbers that its API gives them.</summary>
internal enum GeminiModality
{
    Unspecified = 0,
    Text = 1,
    Image = 2,
    Video = 3,
    Audio = 4,
    Document = 5,
}
