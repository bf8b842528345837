using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Buckets that drain evenly, by the generic cell rate algorithm: one time, at which a bucket is empty.</summary>
/// <remarks>
/// That time is kept multiplied by the rate, in microseconds × limit, so that nothing is ever rounded. A settlement
/// gives back what was held and not used, unless the bucket has drained it since.
/// </remarks>
internal sealed class BucketCounter : ILedgerCounter, IDisposable
{
    private readonly Statement _read;
    private readonly Statement _write;

    private long _rate;
    private Int128 _emptyAt;
    private Int128 _poured;
    private long _held;
    private long _latest;
    private long _dropAt;

    public BucketCounter(SqliteConnection connection)
    {
        _read = new Statement(
            connection, "SELECT rate, empty_at, poured, held, latest, drop_at FROM quota_bucket WHERE account = ?1");
        _write = new Statement(
            connection,
            "INSERT OR REPLACE INTO quota_bucket (account, rate, empty_at, poured, held, latest, drop_at) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    }

    public bool Admits(in LedgerLine line, long nowMicros, out long retryAtMicros)
    {
        Load(line.Account.Text);
        AdoptRate(line.Limit);
        long length = line.Window.LengthMicros;
        Int128 capacity = Math.BigMul(line.Burst, length);
        Int128 level = Level(nowMicros);
        Int128 asked = Math.BigMul(line.Amount, length);
        bool fits = line.Amount == 0 ? level < capacity : level + asked <= capacity;
        retryAtMicros = fits || _rate == 0 || !WindowCounter.Fits(0, line.Amount, line.Burst)
            ? 0
            : CeilingOf(_emptyAt + (line.Amount == 0 ? 1 : asked) - capacity, _rate);
        return fits;
    }

    public LedgerBalance Read(in LedgerLine line, long nowMicros)
    {
        Load(line.Account.Text);
        if (_rate == 0) return new LedgerBalance(0, _held);

        long level = CeilingOf(Level(nowMicros), line.Window.LengthMicros);
        return new LedgerBalance(Math.Max(0, level - _held), _held);
    }

    public LeaseLine Hold(in LedgerLine line, long nowMicros)
    {
        Load(line.Account.Text);
        AdoptRate(line.Limit);
        Pour(Math.BigMul(line.Amount, line.Window.LengthMicros), nowMicros);
        _held += line.Amount;
        Save(line, nowMicros);
        return new LeaseLine
        {
            Account = line.Account.Text,
            Shape = LedgerShape.Bucket,
            Slot = 0,
            Unit = line.Unit,
            Amount = line.Amount,
            LengthMicros = line.Window.LengthMicros,
            Mark = _poured,
        };
    }

    public void Resolve(in LeaseLine line, long used, long nowMicros)
    {
        Load(line.Account);
        _held = Math.Max(0, _held - line.Amount);
        if (used > line.Amount)
        {
            Pour(Math.BigMul(used - line.Amount, line.LengthMicros), nowMicros);
        }
        else
        {
            Int128 notLater = Level(nowMicros) - (_poured - line.Mark);
            Int128 rest = Math.BigMul(line.Amount - used, line.LengthMicros);
            _emptyAt -= Int128.Clamp(rest, 0, Int128.Max(0, notLater));
        }

        Save(line.Account);
    }

    public void Charge(in LedgerLine line, long admittedAtMicros, long used, long nowMicros)
    {
        Load(line.Account.Text);
        AdoptRate(line.Limit);
        Pour(Math.BigMul(used, line.Window.LengthMicros), nowMicros);
        Save(line, nowMicros);
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    private void Load(string account)
    {
        _read.Bind(0, account);
        bool isKnown = _read.Step();
        _rate = isKnown ? _read.Int64(0) : 0;
        _emptyAt = isKnown ? BinaryPrimitives.ReadInt128LittleEndian(_read.Blob(1)) : 0;
        _poured = isKnown ? BinaryPrimitives.ReadInt128LittleEndian(_read.Blob(2)) : 0;
        _held = isKnown ? _read.Int64(3) : 0;
        _latest = isKnown ? _read.Int64(4) : 0;
        _dropAt = isKnown ? _read.Int64(5) : 0;
        _read.Reset();
    }

    private void Save(in LedgerLine line, long nowMicros)
    {
        long keep = line.Window.KeepMicros;
        _dropAt = keep > long.MaxValue - nowMicros ? long.MaxValue : nowMicros + keep;
        Save(line.Account.Text);
    }

    private void Save(string account)
    {
        Span<byte> wide = stackalloc byte[16];
        _write.Bind(0, account);
        _write.Bind(1, _rate);
        BinaryPrimitives.WriteInt128LittleEndian(wide, _emptyAt);
        _write.Bind(2, wide);
        BinaryPrimitives.WriteInt128LittleEndian(wide, _poured);
        _write.Bind(3, wide);
        _write.Bind(4, _held);
        _write.Bind(5, _latest);
        _write.Bind(6, _dropAt);
        _write.Run();
    }

    private void Pour(Int128 weight, long nowMicros)
    {
        _emptyAt = Int128.Max(_emptyAt, Scaled(nowMicros)) + weight;
        _poured += weight;
    }

    private Int128 Level(long nowMicros) => Int128.Max(0, _emptyAt - Scaled(nowMicros));

    // A clock that goes back does not fill the bucket again.
    private Int128 Scaled(long nowMicros) => Math.BigMul(_latest = Math.Max(_latest, nowMicros), _rate);

    private void AdoptRate(long rate)
    {
        if (rate == _rate) return;

        _emptyAt = _rate == 0 ? 0 : CeilingOf(_emptyAt, _rate) * (Int128)rate;
        _rate = rate;
    }

    private static long CeilingOf(Int128 value, long divisor) =>
        (long)Int128.Clamp((value + divisor - 1) / divisor, long.MinValue, long.MaxValue);
}
