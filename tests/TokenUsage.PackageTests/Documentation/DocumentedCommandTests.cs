using System.Globalization;

namespace TokenUsage.PackageTests.Documentation;

/// <summary>Types what the documents tell a reader to type, with the tool that was packed.</summary>
public sealed class DocumentedCommandTests : IDisposable
{
    // The files that the examples name, written by hand, and a store with what they ask for.
    private static readonly string Examples =
        SourceTree.Find("tests/TokenUsage.PackageTests/Documentation/Examples");

    // What does not end well by itself, or ends with a code that says something. The first that fits counts.
    private static readonly (string Start, string Shell, int Code)[] Ways =
    [
        ("token-usage dashboard --real-time", "(sleep 3; echo q) | TERM=xterm script -qec '{0}' /dev/null", 0),
        ("token-usage serve --once", "{0}", 0),
        ("token-usage serve", "timeout --preserve-status --signal=INT 10 {0}", 0),
        ("token-usage subscribe", "{0}", 1), // no service runs beside this test
        ("token-usage prices diff", "{0}", 1), // they differ
        ("token-usage alerts ack 019a…", "{0}", 2), // an id is too long to be shown whole
        ("token-usage", "{0}", 0),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenusage-documented-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_command_in_the_documents_does_what_it_says()
    {
        string tool = await ToolAsync();
        CommandLine shell = await FillAsync(tool);
        DocumentedCommand[] commands = [.. DocumentedCommand.All()];

        var faults = new List<string>();
        foreach (DocumentedCommand command in commands)
        {
            (_, string way, int code) =
                Ways.First(way => command.Text.StartsWith(way.Start, StringComparison.Ordinal));

            // What a line is piped into is another program's.
            string line = string.Format(CultureInfo.InvariantCulture, way, command.Text.Split(" | ")[0]);
            CommandResult result = await shell.RunAsync("bash", "-o", "pipefail", "-c", line);
            if (result.ExitCode != code) faults.Add($"{command}\nended with {result.ExitCode}:\n{result.Output}");
        }

        commands.Should().HaveCountGreaterThan(50);
        faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_subcommand_explains_itself()
    {
        string tool = await ToolAsync();
        var shell = new CommandLine(_folder.FullName);

        int explained = await ExplainAsync(shell, tool, []);

        explained.Should().BeGreaterThan(40);
    }

    // Walks down what each help lists under "Commands:".
    private static async Task<int> ExplainAsync(CommandLine shell, string tool, string[] path)
    {
        CommandResult help = await shell.RunAsync(tool, [.. path, "--help"]);
        help.Succeeded().Output.Should().Contain(string.Join(' ', path.Prepend("token-usage")));
        int count = 1;
        IEnumerable<string> names = help.Output.Split('\n')
            .SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ') // a description that goes on
            .Select(line => line.Trim().Split(' ')[0]);
        foreach (string name in names) count += await ExplainAsync(shell, tool, [.. path, name]);
        return count;
    }

    private Task<string> ToolAsync() => PackedTool.InstallAsync(_folder);

    private async Task<CommandLine> FillAsync(string tool)
    {
        string work = Path.Combine(_folder.FullName, "work");
        string sessions = Path.Combine(work, ".claude", "projects");
        Directory.CreateDirectory(sessions);
        foreach (string file in Directory.EnumerateFiles(Examples))
            File.Copy(file, Path.Combine(work, Path.GetFileName(file)));
        File.Move(Path.Combine(work, "session.jsonl"), Path.Combine(sessions, "session.jsonl"));

        // The same records once more, of the day before: "--last 7d" finds something, whenever this runs.
        string records = await File.ReadAllTextAsync(Path.Combine(work, "records.jsonl"));
        string day = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(
            Path.Combine(work, "recent.jsonl"),
            records.Replace("2026-03-02", day, StringComparison.Ordinal)
                .Replace("2026-03-03", day, StringComparison.Ordinal)
                .Replace("0190a000-0000", "0190a000-0001", StringComparison.Ordinal));

        string path = Path.GetDirectoryName(tool) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        var shell = new CommandLine(work, ("PATH", path), ("HOME", work), ("DOTNET_CLI_HOME", work));
        foreach (string line in (string[])
            [
                "import records.jsonl", "import recent.jsonl",
                "quota set user-day tokens=50000 per=user window=Day", // the guide's application defines it in code
            ])
        {
            (await shell.RunAsync("bash", "-c", "token-usage " + line)).Succeeded();
        }

        return shell;
    }
}
