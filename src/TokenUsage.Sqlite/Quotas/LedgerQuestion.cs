namespace TokenUsage.Sqlite.Quotas;

/// <summary>A step whose answer is a value.</summary>
internal sealed class LedgerQuestion<T>(Func<LedgerTables, long, T> ask) : LedgerStep
{
    private readonly TaskCompletionSource<T> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public Task<T> Answered => _answered.Task;

    public override void Run(LedgerTables tables, long nowMicros) => _answer = ask(tables, nowMicros);

    public override void Answer() => _answered.TrySetResult(_answer!);

    public override void Fail(Exception exception) => _answered.TrySetException(exception);
}
