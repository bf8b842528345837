using Spectre.Console;

namespace TokenUsage.Cli;

/// <summary>Where tables and faults are written.</summary>
internal static class Terminal
{
    private const int PipeWidth = 200;

    /// <summary>Makes a console over a command's output. <c>NO_COLOR</c> and pipes get no colour.</summary>
    public static IAnsiConsole Over(TextWriter output)
    {
        bool isPlain = !ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });

        // A pipe has no width: a table that is cut at 80 letters helps nobody who reads it with another program.
        if (isPlain) console.Profile.Width = Math.Max(console.Profile.Width, PipeWidth);
        return console;
    }
}
