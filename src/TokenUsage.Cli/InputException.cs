namespace TokenUsage.Cli;

/// <summary>The command line says something that cannot be meant. The message names the value and the fix.</summary>
internal sealed class InputException(string message) : Exception(message);
