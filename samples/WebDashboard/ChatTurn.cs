namespace WebDashboard;

/// <summary>One question to the service.</summary>
internal sealed record ChatTurn(string User, string Session, string Feature, string Model, string Prompt)
{
    public string Agent { get; init; } = "assistant";

    public string Project { get; init; } = "acme";
}
