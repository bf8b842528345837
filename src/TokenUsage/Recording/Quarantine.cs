using Microsoft.Extensions.Logging;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Keeps the records that the store refuses for ever, with the reason, until somebody looks at them.</summary>
/// <remarks>In memory, and with a journal in its side file as well: its records must not end with the process.</remarks>
internal sealed class Quarantine(RecordingCounters counters, ILogger logger)
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly List<QuarantinedRecord> _records = [];
    private int _count;

    /// <summary>Gets whether no further record can be kept. A refused record then stays in the queue and is tried again.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= Capacity || File is { IsFull: true };

    /// <summary>Gets or sets the side file; <see langword="null"/> without a journal.</summary>
    public KeptAsideFile? File { get; set; }

    public IReadOnlyList<QuarantinedRecord> Records
    {
        get
        {
            lock (_lock) return [.. _records];
        }
    }

    /// <summary>Keeps a record that the store refuses.</summary>
    public void Keep(UsageRecord record, Exception reason)
    {
        lock (_lock)
        {
            if (File is not null) Write(record, reason.Message);
            _records.Add(new QuarantinedRecord(record, reason.Message));
        }

        Count(reason);
    }

    /// <summary>Keeps bytes of the journal that are no record.</summary>
    public void Keep(ReadOnlySpan<byte> unreadable, string reason)
    {
        lock (_lock) File?.Write(unreadable, reason);
        Count(null);
    }

    /// <summary>Offers everything that was kept aside once more, and forgets what was taken.</summary>
    /// <param name="offer">Completes when a record is safe elsewhere.</param>
    /// <param name="cancellationToken">Ends it; everything then stays kept aside.</param>
    /// <returns>How many were offered.</returns>
    public async Task<int> RedriveAsync(
        Func<UsageRecord, CancellationToken, ValueTask> offer, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeptAsideBatch> files;
        List<QuarantinedRecord> kept;
        lock (_lock)
        {
            // From here on, what is refused again comes into a new list and a new file.
            files = File is null ? [] : File.TakeAll();
            kept = [.. _records];
            _records.Clear();
            Interlocked.Exchange(ref _count, 0);
        }

        UsageRecord[] records =
        [
            .. kept.Select(one => one.Record).Concat(files.SelectMany(file => file.Records)).DistinctBy(one => one.Id),
        ];
        try
        {
            // All at once: each waits for the next flush to disk, or for its batch.
            await Task.WhenAll(records.Select(record => OfferAsync(offer, record, cancellationToken)))
                .ConfigureAwait(false);
        }
        catch
        {
            // Offered again next time: what was stored meanwhile is a duplicate then.
            lock (_lock) _records.InsertRange(0, kept);
            throw;
        }

        foreach (KeptAsideBatch file in files) file.Discard();
        if (records.Length > 0) logger.Redriven(records.Length);
        return records.Length;
    }

    /// <summary>Removes what names a user.</summary>
    /// <returns>How many records did.</returns>
    public long Erase(IReadOnlyCollection<string> identities)
    {
        lock (_lock)
        {
            long inMemory = _records.RemoveAll(
                kept => kept.Record.Dimensions.User is { } user && identities.Contains(user));
            return File is null ? inMemory : File.Erase(identities);
        }
    }

    private static async Task OfferAsync(
        Func<UsageRecord, CancellationToken, ValueTask> offer, UsageRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await offer(record, cancellationToken).ConfigureAwait(false);
        }
        catch (UsageStoreException exception) when (exception.IsPermanent)
        {
            // Refused again, and kept aside again by now.
        }
    }

    private void Count(Exception? reason)
    {
        counters.Quarantine();

        // At 1, 2, 4, 8 … records: a store that refuses everything must not fill the log.
        int count = Interlocked.Increment(ref _count);
        if (int.IsPow2(count)) logger.RecordsQuarantined(count, reason);
    }

    private void Write(UsageRecord record, string reason)
    {
        var entry = new UsageEntry();
        entry.CopyFrom(record);
        byte[] bytes = new byte[JournalFrame.MaxRecordBytes];
        int length = RecordEncoder.Encode(entry, bytes);
        File!.Write(bytes.AsSpan(0, Math.Max(0, length)), reason);
    }
}
