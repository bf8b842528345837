using StackExchange.Redis;
using TokenUsage.Admission;

namespace TokenUsage.Redis;

/// <summary>Writes lines as the scripts read them; the order is that of <c>line_at</c> in common.lua.</summary>
internal static class LineArguments
{
    public const int PerLine = 14;

    /// <summary>Writes a line that asks for its amount.</summary>
    public static void WriteClaim(Span<RedisValue> to, in LedgerLine line, bool isSeeded)
    {
        Write(to, line, line.Amount, line.Enforced, isSeeded);
        if (line.Window.Shape != LedgerShape.Bucket) return;

        Write(to[10..], DrainTime.Of(line.Amount, line.Window.LengthMicros, RateOf(line)));
        Write(to[12..], DrainTime.Of(line.Burst, line.Window.LengthMicros, RateOf(line)));
    }

    /// <summary>Writes a line of which an amount was used.</summary>
    public static void WriteUse(Span<RedisValue> to, in LedgerLine line, long used)
    {
        Write(to, line, used, used > line.Amount, isSeeded: false);
        if (line.Window.Shape != LedgerShape.Bucket) return;

        Write(to[10..], DrainTime.Of(used, line.Window.LengthMicros, RateOf(line)));
        Write(to[12..], DrainTime.Of(Math.Abs(used - line.Amount), line.Window.LengthMicros, RateOf(line)));
    }

    /// <summary>Writes a line whose counter was seen, or is known, to have reached a total.</summary>
    public static void WriteTotal(Span<RedisValue> to, in LedgerLine line, long total, bool isSeeded) =>
        Write(to, line, total, isEnforced: false, isSeeded);

    /// <summary>Gets a balance from the three values that a script answers a line with.</summary>
    public static LedgerBalance ToBalance(in LedgerLine line, ReadOnlySpan<RedisResult> answer)
    {
        long held = (long)answer[2];
        if (line.Window.Shape != LedgerShape.Bucket) return new LedgerBalance((long)answer[0], held);

        var level = new DrainTime((long)answer[0], (long)answer[1]);
        return new LedgerBalance(Math.Max(0, level.ToAmount(line.Window.LengthMicros, RateOf(line)) - held), held);
    }

    private static void Write(Span<RedisValue> to, in LedgerLine line, long amount, bool isEnforced, bool isSeeded)
    {
        LedgerWindow window = line.Window;
        bool isSliding = window.Shape == LedgerShape.Sliding;
        to[0] = window.Shape switch
        {
            LedgerShape.Sliding => "S",
            LedgerShape.Bucket => "B",
            _ => "F",
        };
        to[1] = Math.Clamp(window.StartMicros, 0, Micros.Forever);
        to[2] = Math.Clamp(window.EndMicros, 0, Micros.Forever);
        to[3] = window.KeepMicros == long.MaxValue ? 0 : Math.Clamp(window.KeepMicros, 1, Micros.Forever / 2);
        to[4] = window.Shape == LedgerShape.Bucket ? RateOf(line) : Math.Max(0, line.Limit);
        to[5] = amount;
        to[6] = isEnforced;
        to[7] = isSeeded;
        to[8] = isSliding ? Math.Max(1, (window.LengthMicros + window.Parts - 1) / window.Parts) : 0;
        to[9] = isSliding ? window.Parts : 0;
        Write(to[10..], default);
        Write(to[12..], default);
    }

    private static void Write(Span<RedisValue> to, DrainTime time)
    {
        to[0] = time.Micros;
        to[1] = time.Fraction;
    }

    private static long RateOf(in LedgerLine line) => Math.Clamp(line.Limit, 0, DrainTime.MaxRate);
}
