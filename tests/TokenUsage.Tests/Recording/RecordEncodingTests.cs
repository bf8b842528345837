using CsCheck;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class RecordEncodingTests
{
    [Fact]
    public void Every_record_comes_back_as_it_went_in() => AnyRecord.Generator.Sample(record =>
    {
        byte[] bytes = Encode(record);

        RecordDecoder.TryDecode(bytes, out UsageRecord? read).Should().BeTrue();
        read.Should().BeEquivalentTo(record, options => options.ComparingByMembers<UsageRecord>());
        read!.StartedAt.Offset.Should().Be(record.StartedAt.Offset);
    });

    [Fact]
    public void Cut_anywhere_it_is_no_record() => AnyRecord.Generator.Sample(
        record =>
        {
            byte[] bytes = Encode(record);
            for (int length = 0; length < bytes.Length; length++)
                RecordDecoder.TryDecode(bytes.AsSpan(0, length), out _).Should().BeFalse();
        },
        iter: 20);

    [Fact]
    public void Bytes_of_any_kind_are_read_without_an_exception() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        if (bytes.Length > 0) bytes[0] = RecordEncoder.Version;
        RecordDecoder.TryDecode(bytes, out _);
    });

    [Fact]
    public void A_version_that_is_not_known_is_refused()
    {
        byte[] bytes = Encode(AnyRecord.Create(new Random(1)));
        bytes[0]++;

        RecordDecoder.TryDecode(bytes, out _).Should().BeFalse();
    }

    [Fact]
    public void What_does_not_fit_is_said_and_not_cut()
    {
        UsageEntry entry = Entry(AnyRecord.Create(new Random(1)));
        entry.Endpoint = new string('x', 500);

        RecordEncoder.Encode(entry, new byte[400]).Should().Be(-1);
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        UsageEntry entry = Entry(AnyRecord.Create(new Random(1)));
        entry.Model = "a\uD800b";
        byte[] buffer = new byte[JournalFrame.MaxRecordBytes];
        int length = RecordEncoder.Encode(entry, buffer);

        RecordDecoder.TryDecode(buffer.AsSpan(0, length), out UsageRecord? read).Should().BeTrue();
        read!.Model.Should().Be("a\uFFFDb");
    }

    private static byte[] Encode(UsageRecord record)
    {
        byte[] buffer = new byte[JournalFrame.MaxRecordBytes];
        return buffer[..RecordEncoder.Encode(Entry(record), buffer)];
    }

    private static UsageEntry Entry(UsageRecord record)
    {
        var entry = new UsageEntry();
        entry.CopyFrom(record);
        return entry;
    }
}
