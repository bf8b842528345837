using StackExchange.Redis;
using TokenUsage.Admission;

namespace TokenUsage.Redis;

internal sealed partial class RedisQuotaLedger
{
    private const int ResolveHead = 4;
    private const int ResolvedPerLine = 3;

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken) =>
        ResolveAsync(claim, actual, isSettled: true, cancellationToken);

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken) =>
        ResolveAsync(claim, default, isSettled: false, cancellationToken);

    private ValueTask<ResolveStatus> ResolveAsync(
        LedgerClaim claim, in QuotaAmounts actual, bool isSettled, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_circuit.IsOpen) return ResolveSharedAsync(claim, actual, isSettled, cancellationToken);

        // What the server may hold is settled there, by its id, when it is back.
        bool isDone = _book.TrySettle(claim, actual, Micros.Now(_time)) || TryKeep(claim, actual, isSettled);
        if (!isDone) throw new RedisLedgerOfflineException();
        return new ValueTask<ResolveStatus>(isSettled ? ResolveStatus.Settled : ResolveStatus.Released);
    }

    private async ValueTask<ResolveStatus> ResolveSharedAsync(
        LedgerClaim claim, QuotaAmounts actual, bool isSettled, CancellationToken cancellationToken)
    {
        RedisKey[] keys = KeysOf(claim);
        try
        {
            var answer = (RedisResult[])(await _link
                .RunAsync(_scripts.Resolve, keys, Write(claim, actual, isSettled), cancellationToken)
                .ConfigureAwait(false))!;
            _book.Forget(claim.Id);
            for (int i = 0; 2 + (i * ResolvedPerLine) < answer.Length; i++)
            {
                ref readonly LedgerLine line = ref claim.Lines[i];
                LedgerBalance balance = LineArguments.ToBalance(
                    line, answer.AsSpan(2 + (i * ResolvedPerLine), ResolvedPerLine));
                claim.SetBalance(i, balance);
                _book.Follow(keys[3 + i]!, line, Micros.Now(_time))?.See(balance);
            }

            return (ResolveStatus)(int)answer[0];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(exception); // whether it was settled is unknown: the caller repeats it, with the same id
            throw;
        }
    }

    private RedisValue[] Write(LedgerClaim claim, in QuotaAmounts actual, bool isSettled)
    {
        var values = new RedisValue[ResolveHead + (claim.Count * LineArguments.PerLine)];
        values[0] = NameOf(claim.Id);
        values[1] = isSettled ? "s" : "r";
        values[2] = claim.AdmittedAtMicros;
        values[3] = _options.MaxRemembered;
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            Span<RedisValue> to = values.AsSpan(ResolveHead + (i * LineArguments.PerLine), LineArguments.PerLine);
            LineArguments.WriteUse(to, line, actual.Of(line.Unit));
        }

        return values;
    }
}
