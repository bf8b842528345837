using System.Buffers.Binary;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>
/// A store of ids in one file, a batch in one write: small enough to trust with judging what was lost.
/// </summary>
internal sealed class AppendOnlyStore : IUsageStore, IDisposable
{
    private const int IdBytes = 16;

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly List<Guid> _written = [];
    private readonly HashSet<Guid> _ids = [];

    public AppendOnlyStore(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        Load();
    }

    /// <summary>Gets called before and after each commit: throw, or wait.</summary>
    public Func<AppendOnlyStore, bool, CancellationToken, Task> Fault { get; set; } =
        static (_, _, _) => Task.CompletedTask;

    public Func<UsageRecord, bool> IsPoison { get; set; } = static _ => false;

    /// <summary>Gets every id as it lies in the file, duplicates included.</summary>
    public IReadOnlyList<Guid> Written => _written;

    /// <summary>Gets the tokens that were written, for what was folded.</summary>
    public long Tokens { get; private set; }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<AppendResult> AppendAsync(
        IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await Fault(this, false, cancellationToken);
        if (batch.Any(IsPoison))
            throw new UsageStoreException("A record of this batch cannot be stored.", isPermanent: true);

        List<Guid> inserted = Commit(batch);
        await Fault(this, true, cancellationToken);
        return new AppendResult { Inserted = inserted };
    }

    public IAsyncEnumerable<RollupRow> ReadRollupsAsync(RollupRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RollupRow>();

    public IAsyncEnumerable<UsageRecord> ReadRecordsAsync(RecordRead read, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<UsageRecord>();

    public void Dispose() => _file.Dispose();

    private List<Guid> Commit(IReadOnlyList<UsageRecord> batch)
    {
        lock (_lock)
        {
            var inserted = new List<Guid>(batch.Count);
            foreach (UsageRecord record in batch)
            {
                if (!_ids.Add(record.Id)) continue;

                inserted.Add(record.Id);
                Tokens += record.Tokens.Total ?? 0;
            }

            byte[] bytes = new byte[sizeof(int) + (inserted.Count * IdBytes)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, inserted.Count);
            for (int i = 0; i < inserted.Count; i++)
                inserted[i].TryWriteBytes(bytes.AsSpan(sizeof(int) + (i * IdBytes)));

            _file.Write(bytes);
            _written.AddRange(inserted);
            return inserted;
        }
    }

    private void Load()
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int offset = 0;
        while (offset + sizeof(int) <= bytes.Length)
        {
            int count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));
            int end = offset + sizeof(int) + (count * IdBytes);
            if (end > bytes.Length) break;

            for (int i = offset + sizeof(int); i < end; i += IdBytes) _written.Add(new Guid(bytes.AsSpan(i, IdBytes)));
            offset = end;
        }

        // A batch whose writer died in the middle was not committed.
        _file.SetLength(offset);
        _file.Position = offset;
        _ids.UnionWith(_written);
    }
}
