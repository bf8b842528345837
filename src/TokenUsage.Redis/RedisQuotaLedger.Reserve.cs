using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Redis.Outage;

namespace TokenUsage.Redis;

internal sealed partial class RedisQuotaLedger
{
    private const int ReserveHead = 4; // arguments before the lines, and values of the answer before theirs
    private const int AnswerPerLine = 4;
    private const int NeedsSeed = 6;

    public ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OpenLease ready = Prepare(claim, lease);
        return _circuit.IsOpen
            ? new ValueTask<ReserveAnswer>(ReserveLocally(claim, ready, new RedisLedgerOfflineException()))
            : ReserveSharedAsync(claim, ready, cancellationToken);
    }

    private async ValueTask<ReserveAnswer> ReserveSharedAsync(
        LedgerClaim claim, OpenLease lease, CancellationToken cancellationToken)
    {
        try
        {
            RedisResult[] answer = await RunAsync(lease).ConfigureAwait(false);
            for (int i = 0; i < claim.Count && (int)answer[0] == NeedsSeed; i++)
            {
                if (!await TrySeedAsync(claim.Lines[(int)answer[2]], cancellationToken).ConfigureAwait(false))
                {
                    return ReserveLocally(claim, lease, new TimeoutException(
                        $"The store did not say within {_options.Timeout} what an account has used."));
                }

                answer = await RunAsync(lease).ConfigureAwait(false);
            }

            return Conclude(claim, lease, answer);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("OOM", StringComparison.Ordinal))
        {
            return new ReserveAnswer { Status = ReserveStatus.Full, NowMicros = Micros.Now(_time) };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(exception);
            lease.MayBeShared = true;
            return ReserveLocally(claim, lease, exception);
        }

        async ValueTask<RedisResult[]> RunAsync(OpenLease asked) => (RedisResult[])(await _link
            .RunAsync(_scripts.Reserve, asked.Keys, asked.Values, cancellationToken)
            .ConfigureAwait(false))!;
    }

    private OpenLease Prepare(LedgerClaim claim, TimeSpan lease)
    {
        long now = Micros.Now(_time);
        RedisKey[] keys = KeysOf(claim);
        var values = new RedisValue[ReserveHead + (claim.Count * LineArguments.PerLine)];
        values[0] = NameOf(claim.Id);
        values[1] = Micros.Of(lease);
        values[2] = _options.MaxLeases;
        values[3] = false;
        var counters = new FollowedCounter?[claim.Count];
        var amounts = new long[claim.Count];
        for (int i = 0; i < claim.Count; i++)
        {
            ref readonly LedgerLine line = ref claim.Lines[i];
            Span<RedisValue> to = values.AsSpan(ReserveHead + (i * LineArguments.PerLine), LineArguments.PerLine);
            LineArguments.WriteClaim(to, line, IsSeeded(line));
            counters[i] = _book.Follow(keys[3 + i]!, line, now);
            amounts[i] = line.Amount;
        }

        return new OpenLease(keys, values, counters, amounts)
        {
            DueMicros = Math.Min(now + Micros.Of(lease), Micros.Forever),
        };
    }

    private ReserveAnswer Conclude(LedgerClaim claim, OpenLease lease, RedisResult[] answer)
    {
        var status = (ReserveStatus)(int)answer[0];
        for (int i = 0; ReserveHead + (i * AnswerPerLine) < answer.Length; i++)
        {
            ReadOnlySpan<RedisResult> said = answer.AsSpan(ReserveHead + (i * AnswerPerLine), AnswerPerLine);
            ref readonly LedgerLine line = ref claim.Lines[i];
            LedgerBalance before = LineArguments.ToBalance(line, said[1..]);
            long held = status == ReserveStatus.Reserved ? line.Amount : 0;
            lease.Counters[i]?.See(before with { Held = before.Held + held });
            if ((int)said[0] != 0) claim.SetBalance(i, before with { Exceeds = true });
        }

        long now = (long)answer[1];
        if (status is ReserveStatus.Reserved or ReserveStatus.Duplicate)
        {
            _book.Track(claim.Id, lease);
            if (claim.AdmittedAtMicros == 0) claim.AdmittedAtMicros = now;
        }

        return new ReserveAnswer
        {
            Status = status,
            NowMicros = now,
            Line = (int)answer[2],
            RetryAtMicros = (long)answer[3],
        };
    }

    private ReserveAnswer ReserveLocally(LedgerClaim claim, OpenLease lease, Exception cause)
    {
        if (_options.OnOutage == RedisOutagePolicy.FailClosed) throw cause;

        long now = Micros.Now(_time);
        for (int i = 0; i < claim.Count; i++)
        {
            if (claim.Lines[i].Window.Contains(now)) continue;
            return new ReserveAnswer { Status = ReserveStatus.WrongWindow, Line = i, NowMicros = now };
        }

        int refusing = _book.TryHold(claim, lease, now, _options.OnOutage == RedisOutagePolicy.LocalShare);
        if (refusing < 0)
        {
            claim.AdmittedAtMicros = now;
            return new ReserveAnswer { Status = ReserveStatus.Reserved, NowMicros = now };
        }

        if (lease.MayBeShared) ReleaseLater(lease);
        return new ReserveAnswer { Status = ReserveStatus.Refused, Line = refusing, NowMicros = now };
    }

    private bool IsSeeded(in LedgerLine line) => _history is not null
        && line.Window.Shape == LedgerShape.Fixed && line.Unit != QuotaUnit.ConcurrentCalls;
}
