using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace TokenUsage.Storage;

/// <summary>Keeps the latest changes while the process lives, for monitors without a durable store.</summary>
/// <remarks>Beyond its capacity the oldest entries leave; what is left still proves itself.</remarks>
internal sealed class InMemoryAuditTrail(TimeProvider time, int capacity = 10_000) : IAuditTrail
{
    private readonly Lock _lock = new();
    private readonly Queue<SealedChange> _entries = new();
    private readonly Dictionary<string, byte[]> _salts = new(StringComparer.Ordinal);
    private byte[] _start = new byte[AuditSeal.Size];
    private byte[] _head = new byte[AuditSeal.Size];
    private long _last;

    public ValueTask AppendAsync(AuditChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        lock (_lock)
        {
            if (_entries.Count == capacity) _start = _entries.Dequeue().Seal;
            var entry = new SealedChange(
                ++_last, time.GetUtcNow(), Commit(change.Actor.Name),
                change.Subject is { } subject ? Commit(subject) : null,
                change.Action, change.Target, AuditSeal.Hide(change.Before, change.Subject),
                AuditSeal.Hide(change.After, change.Subject), []);
            _head = entry.SealAfter(_head);
            _entries.Enqueue(entry with { Seal = _head });
        }

        return default;
    }

    public async IAsyncEnumerable<AuditEntry> ReadAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AuditEntry[] entries;
        lock (_lock)
        {
            Dictionary<string, string> names = _salts.ToDictionary(
                s => Convert.ToHexString(AuditSeal.Commit(s.Value, s.Key)), s => s.Key, StringComparer.Ordinal);
            entries = [.. _entries.Where(e => e.Sequence > after).Select(e => e.ToEntry(names))];
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (AuditEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    public ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            byte[] seal = _start;
            long? broken = null;
            foreach (SealedChange entry in _entries)
            {
                seal = entry.SealAfter(seal);
                if (!CryptographicOperations.FixedTimeEquals(seal, entry.Seal)) broken ??= entry.Sequence;
                seal = entry.Seal;
            }

            return new(new AuditVerification
            {
                Entries = _entries.Count,
                FirstBroken = broken,
                Head = Convert.ToHexStringLower(_head),
            });
        }
    }

    public ValueTask<long> ForgetAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken = default)
    {
        lock (_lock) return new(identities.LongCount(_salts.Remove));
    }

    private byte[] Commit(string name)
    {
        if (!_salts.TryGetValue(name, out byte[]? salt)) _salts.Add(name, salt = AuditSeal.NewSalt());
        return AuditSeal.Commit(salt, name);
    }

    private sealed record SealedChange(
        long Sequence, DateTimeOffset At, byte[] Actor, byte[]? Subject, string Action, string? Target, string? Before,
        string? After, byte[] Seal)
    {
        public byte[] SealAfter(byte[] previous) =>
            AuditSeal.Of(previous, Sequence, At, Actor, Subject, Action, Target, Before, After);

        public AuditEntry ToEntry(Dictionary<string, string> names) => new()
        {
            Sequence = Sequence,
            At = At,
            Actor = names.GetValueOrDefault(Convert.ToHexString(Actor)),
            Action = Action,
            Target = Target,
            Subject = Subject is null ? null : names.GetValueOrDefault(Convert.ToHexString(Subject)),
            HasSubject = Subject is not null,
            Before = Before,
            After = After,
            Seal = Convert.ToHexStringLower(Seal),
        };
    }
}
