using CsCheck;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class JournalScanTests : IDisposable
{
    private const int Size = 16 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whole_it_gives_every_record_in_order()
    {
        (byte[] bytes, List<Guid> ids, _) = Segment(10);

        Recovered(bytes).Should().Equal(ids);
    }

    [Fact]
    public void Truncated_at_any_byte_it_gives_every_record_before_the_cut()
    {
        (byte[] bytes, _, List<Range> frames) = Segment(4);

        // The last bytes of a frame may be padding, which nobody misses.
        IEnumerable<int> wrong = Enumerable.Range(0, frames[^1].End.Value).Where(cut =>
            Recovered(bytes[..cut]).Count is var count
            && count != frames.Count(frame => frame.End.Value <= cut)
            && count != frames.Count(frame => frame.End.Value - JournalFrame.Alignment < cut));

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void A_flipped_bit_costs_at_most_the_record_it_lies_in()
    {
        (byte[] bytes, List<Guid> ids, List<Range> frames) = Segment(4);

        IEnumerable<int> wrong = Enumerable.Range(0, frames[^1].End.Value * 8).Where(bit =>
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            int hit = frames.FindIndex(frame => frame.Start.Value <= bit / 8 && bit / 8 < frame.End.Value);
            List<Guid> found = Recovered(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            // Padding and the spare word may be hit without harm.
            return !found.SequenceEqual(ids) && !found.SequenceEqual(ids.Where((_, i) => i != hit));
        });

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void A_damaged_record_is_reported_as_one_unreadable_stretch()
    {
        (byte[] bytes, _, List<Range> frames) = Segment(6);
        bytes[frames[2].Start.Value + 40] ^= 1;

        JournalScan.Of(bytes).Unreadable.Should().Equal(frames[2]);
    }

    [Fact]
    public void A_record_whose_writer_died_midway_is_no_damage()
    {
        (byte[] bytes, List<Guid> ids, List<Range> frames) = Segment(6);
        bytes.AsSpan(frames[5].Start.Value, sizeof(uint)).Clear();

        JournalScan scan = JournalScan.Of(bytes);

        scan.Unreadable.Should().BeEmpty();
        scan.Waiting.Should().HaveCount(ids.Count - 1);
    }

    [Fact]
    public void Finished_records_are_not_given_again()
    {
        (byte[] bytes, List<Guid> ids, List<Range> frames) = Segment(6);
        BitConverter.TryWriteBytes(bytes.AsSpan(frames[1].Start.Value), JournalFrame.Finished);

        Recovered(bytes).Should().Equal(ids.Where((_, i) => i != 1));
    }

    [Fact]
    public void Bytes_of_any_kind_are_read_without_an_exception() =>
        Gen.Byte.Array[0, 2_000].Sample(bytes => JournalScan.Of(bytes).Waiting.Count >= 0);

    private static List<Guid> Recovered(byte[] bytes)
    {
        JournalScan scan = JournalScan.Of(bytes);
        return [.. scan.Waiting.Select(frame =>
        {
            RecordDecoder.TryDecode(scan.RecordAt(frame.Offset, frame.Length), out UsageRecord? record);
            return record!.Id;
        })];
    }

    private (byte[] Bytes, List<Guid> Ids, List<Range> Frames) Segment(int records)
    {
        string path = Path.Combine(_folder.Path, "1.seg");
        var ids = new List<Guid>();
        var frames = new List<Range>();
        byte[] frame = new byte[JournalFrame.MaxBytes];
        using (JournalSegment segment = JournalSegment.Create(path, Size, MappedDisk.Instance))
        {
            var random = new Random(records);
            for (int i = 0; i < records; i++)
            {
                UsageRecord record = AnyRecord.Create(random);
                var entry = new UsageEntry();
                entry.CopyFrom(record);
                int length = RecordEncoder.Encode(entry, frame.AsSpan(JournalFrame.HeaderBytes));
                JournalFrame.WriteHeader(frame, length);
                segment.TryAppend(frame.AsSpan(0, JournalFrame.HeaderBytes + length), out int offset).Should().BeTrue();
                ids.Add(record.Id);
                frames.Add(offset..(offset + JournalFrame.SizeOf(length)));
            }
        }

        return (File.ReadAllBytes(path), ids, frames);
    }
}
