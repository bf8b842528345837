namespace TokenUsage.PackageTests;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, TimeSpan Duration)
{
    /// <summary>Fails the test with everything the program printed, unless it ended well.</summary>
    public CommandResult Succeeded()
    {
        if (ExitCode != 0) Assert.Fail($"'{Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }
}
