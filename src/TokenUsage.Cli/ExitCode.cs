namespace TokenUsage.Cli;

/// <summary>What the tool answers to a shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>What was asked for was understood and could not be done, or did not hold.</summary>
    public const int Failure = 1;

    /// <summary>What was asked for could not be understood.</summary>
    public const int BadInput = 2;
}
