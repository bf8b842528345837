using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Auditing;

/// <summary>Keeps the audit trail in the store's own file, where triggers refuse to change or delete an entry.</summary>
internal sealed class SqliteAuditTrail(SqliteUsageStore store) : IAuditTrail
{
    private const int RowsAtOnce = 500;

    public async ValueTask AppendAsync(AuditChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        await store.WriteAsync(
            writer => writer.Change(() => new AuditWriter(writer.Connection).Append(change, store.Time.GetUtcNow())),
            cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<AuditEntry> ReadAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            IReadOnlyList<AuditRow> page = await ReadPageAsync(after, cancellationToken).ConfigureAwait(false);
            foreach (AuditRow row in page) yield return row.ToEntry();
            if (page.Count == 0) yield break;
            after = page[^1].Sequence;
        }
    }

    public async ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        long? broken = null;
        long last = 0;
        byte[] head = new byte[AuditSeal.Size];
        while (true)
        {
            IReadOnlyList<AuditRow> page = await ReadPageAsync(last, cancellationToken).ConfigureAwait(false);
            foreach (AuditRow row in page)
            {
                bool follows = row.Sequence == last + 1
                    && CryptographicOperations.FixedTimeEquals(row.SealAfter(head), row.Seal);
                if (!follows) broken ??= row.Sequence == last + 1 ? row.Sequence : last + 1;
                (last, head) = (row.Sequence, row.Seal);
            }

            if (page.Count > 0) continue;
            return new AuditVerification
            {
                Entries = last,
                FirstBroken = broken,
                Head = Convert.ToHexStringLower(head),
            };
        }
    }

    public async ValueTask<long> ForgetAsync(
        IReadOnlyList<string> identities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identities);

        long forgotten = 0;
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        await store.WriteAsync(
            writer =>
            {
                ConnectionPool.Run(writer.Connection, "PRAGMA secure_delete = ON");
                writer.Change(() => forgotten = new AuditWriter(writer.Connection).Forget(identities));
                if (forgotten > 0) SqliteUsageStore.EmptyLog(writer.Connection);
            },
            cancellationToken).ConfigureAwait(false);
        return forgotten;
    }

    private async ValueTask<IReadOnlyList<AuditRow>> ReadPageAsync(long after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        SqliteSnapshot snapshot = store.OpenReading();
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        return snapshot.ReadAudit(after, RowsAtOnce);
    }
}
