namespace TokenUsage.Admission.Windows;

/// <summary>Gives the ledger's window for each instant, for one quota.</summary>
internal abstract class WindowSource
{
    private const int ClosedPeriodsKept = 2;

    /// <summary>Gets the window that holds at an instant.</summary>
    public abstract LedgerWindow At(long micros);

    /// <exception cref="TimeZoneNotFoundException">The machine does not know the window's time zone.</exception>
    public static WindowSource For(QuotaWindow window)
    {
        long length = UnixMicros.Of(window.Length);
        return window.Kind switch
        {
            QuotaWindowKind.Sliding => new Unchanging(new LedgerWindow
            {
                Shape = LedgerShape.Sliding,
                LengthMicros = length,
                Parts = window.Parts,
                KeepMicros = ClosedPeriodsKept * length,
            }),
            QuotaWindowKind.Burst => new Unchanging(new LedgerWindow
            {
                Shape = LedgerShape.Bucket,
                LengthMicros = length,
                KeepMicros = ClosedPeriodsKept * length,
            }),
            QuotaWindowKind.Session => new Unchanging(new LedgerWindow
            {
                Shape = LedgerShape.Fixed,
                KeepMicros = UnixMicros.PerDay,
            }),
            QuotaWindowKind.Lifetime => new Unchanging(new LedgerWindow { Shape = LedgerShape.Fixed }),
            _ => new CalendarSource(window),
        };
    }

    private sealed class Unchanging(LedgerWindow only) : WindowSource
    {
        public override LedgerWindow At(long micros) => only;
    }

    private sealed class CalendarSource(QuotaWindow window) : WindowSource
    {
        private readonly CalendarWindows _windows = new(window, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone));

        // Immutable, and the same whoever computes it: two threads that both replace it do no harm.
        private volatile LedgerWindow? _current;

        public override LedgerWindow At(long micros)
        {
            LedgerWindow? current = _current;
            return current?.Contains(micros) == true ? current : _current = Find(micros);
        }

        private LedgerWindow Find(long micros)
        {
            CalendarSpan span = _windows.Find(UnixMicros.ToUtc(micros));
            return new LedgerWindow
            {
                Shape = LedgerShape.Fixed,
                Id = WindowId.Of(window.Kind, span.LocalStart),
                StartMicros = UnixMicros.Of(span.Start),
                EndMicros = UnixMicros.Of(span.End),
                KeepMicros = ClosedPeriodsKept * UnixMicros.Of(span.End - span.Start),
            };
        }
    }
}
