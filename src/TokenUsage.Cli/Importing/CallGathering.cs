namespace TokenUsage.Cli.Importing;

/// <summary>Takes each call once out of a log that repeats it.</summary>
/// <remarks>
/// Of the copies of a streamed answer the one with the most output is kept: the others were written before it was
/// whole. All calls of one import are held, some 400 bytes each; a year of sessions is some ten thousand.
/// </remarks>
internal sealed class CallGathering
{
    private const int MaxFaultsTold = 20;

    private readonly Dictionary<string, ImportedCall> _calls = new(StringComparer.Ordinal);

    public long Repeated { get; private set; }

    public long Faults { get; private set; }

    public IReadOnlyCollection<ImportedCall> Calls => _calls.Values;

    public async Task AddAsync(IEnumerable<CallRow> rows, TextWriter error)
    {
        foreach (CallRow row in rows)
        {
            if (row.Call is { } call) Add(call);
            else if (row.Fault is { } fault && ++Faults <= MaxFaultsTold)
                await error.WriteLineAsync($"{row.Place} {fault}; it is left out.");
        }
    }

    private void Add(ImportedCall call)
    {
        if (_calls.TryAdd(call.Identity, call)) return;

        Repeated++;
        ImportedCall known = _calls[call.Identity];
        bool isWhole = (call.Record.Tokens.Output ?? 0) > (known.Record.Tokens.Output ?? 0);

        // The time of the first copy: the last one says when the answer ended.
        if (isWhole)
        {
            _calls[call.Identity] = call with { Record = call.Record with { StartedAt = known.Record.StartedAt } };
        }
    }
}
