namespace TokenUsage.Testing.Generation;

/// <summary>A model that an imagined service calls, and what it costs there.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="InputUsd">Dollars for a million input tokens.</param>
/// <param name="OutputUsd">Dollars for a million output tokens.</param>
/// <param name="Share">How often it is called, beside the other models' shares.</param>
public sealed record GeneratedModel(
    string Provider, string Model, decimal InputUsd, decimal OutputUsd, double Share = 1);
