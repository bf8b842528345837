namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>Which of our doors the application uses.</summary>
internal enum Observers
{
    Handler,
    ChatClient,
    Both,
}
