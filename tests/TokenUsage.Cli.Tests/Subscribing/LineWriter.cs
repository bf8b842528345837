namespace TokenUsage.Cli.Tests.Subscribing;

/// <summary>Says when the first line was written.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstLine => _first.Task;

    public override async Task WriteLineAsync(
        ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteLineAsync(buffer, cancellationToken);
        _first.TrySetResult();
    }
}
