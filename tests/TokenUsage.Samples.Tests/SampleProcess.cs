using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using TokenUsage.PackageTests;

namespace TokenUsage.Samples.Tests;

/// <summary>A sample under way, in a folder of its own, started with the command that the README names.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    // A machine that builds beside the tests is slow; one that hangs must end some day.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenusage-sample-");
    private readonly CancellationTokenSource _deadline =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private SampleProcess(string program, IEnumerable<string> arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // With a key the samples would call a real provider, and somebody would pay for it.
        foreach (string key in (string[])["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"])
            start.Environment.Remove(key);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        _deadline.CancelAfter(Longest);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, isLast: line.Data is null);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, isLast: false);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets everything it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Starts <c>dotnet run --project samples/NAME</c>, of what is built already.</summary>
    public static SampleProcess Start(string name, params string[] arguments) => new(
        "dotnet",
        ["run", "--no-build", "-c", Configuration, "--project", SourceTree.Find($"samples/{name}"), "--", .. arguments],
        []);

    /// <summary>Starts a script that a sample has beside it.</summary>
    public static SampleProcess StartScript(
        string path, string[] arguments, params (string Name, string Value)[] environment) =>
        new("bash", [SourceTree.Find(path), .. arguments], environment);

    /// <summary>Waits for the end, which must be a good one, and gives everything that was printed.</summary>
    public async Task<string> EndAsync()
    {
        await _process.WaitForExitAsync(_deadline.Token);
        if (_process.ExitCode != 0) Assert.Fail($"The sample ended with {_process.ExitCode}:\n{Output}");
        return Output;
    }

    /// <summary>Waits for a line that holds some text, and gives what follows the text in it.</summary>
    public async Task<string> AfterAsync(string text)
    {
        await foreach (string line in _lines.Reader.ReadAllAsync(_deadline.Token))
        {
            int at = line.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0) return line[(at + text.Length)..].Trim();
        }

        throw new InvalidOperationException($"The sample ended without a line that holds '{text}':\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _deadline.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Hear(string? line, bool isLast)
    {
        if (line is not null)
        {
            lock (_said) _said.AppendLine(line);
            _lines.Writer.TryWrite(line);
        }

        if (isLast) _lines.Writer.TryComplete();
    }
}
