namespace TokenUsage;

/// <summary>A quantity that is billed, or worth knowing, and is not a plain token count.</summary>
/// <param name="Name">
/// What was measured, in lower case: <c>input.audio</c>, <c>output.image</c>, <c>web_search</c>, <c>audio_seconds</c>.
/// <see cref="UsageMeters"/> has the names that the built-in readers use.
/// </param>
/// <param name="Quantity">How much, in the meter's own unit (tokens, searches, seconds, pages).</param>
/// <remarks>Kept with the record, so that history can be priced again when a price was missing or wrong.</remarks>
public readonly record struct UsageMeter(string Name, decimal Quantity);
