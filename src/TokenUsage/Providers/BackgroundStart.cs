namespace TokenUsage.Providers;

/// <summary>The call that started an answer in the background, as far as whoever fetches the answer must know it.</summary>
internal sealed record BackgroundStart(
    Guid OperationId, int Attempt, UsageDimensions Dimensions, string? RequestedModel);
