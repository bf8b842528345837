using System.Buffers;
using CsCheck;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class RollupCellTests
{
    private static readonly Gen<UsageRecord> Records =
        from input in Gen.Long[0, TokenCounts.MaxPerCall].Nullable()
        from output in Gen.Long[0, 100_000].Nullable()
        from usd in Gen.Decimal[-10, 1_000_000].Nullable()
        from outcome in Gen.Enum<CallOutcome>()
        from source in Gen.Enum<UsageSource>()
        from ticks in Gen.Long[0, TimeSpan.TicksPerDay * 2]
        from meter in Gen.Int[0, 3]
        select new RecordFactory().Make(input: input, output: output, usd: usd) with
        {
            Outcome = outcome,
            Source = source,
            Duration = new TimeSpan(ticks),
            TimeToFirstToken = meter == 1 ? new TimeSpan(ticks / 3) : null,
            Meters = meter == 0 ? [] : [new UsageMeter($"m{meter}", usd ?? 1)],
        };

    [Fact]
    public void A_cell_comes_back_from_its_bytes() => Records.Array[0, 30].Sample(records =>
    {
        RollupCell cell = Sum(records);

        RollupCell.Decode(Encode(cell)).ToTotals().Should().BeEquivalentTo(cell.ToTotals());
    }, iter: 200);

    [Fact]
    public void Cells_add_up_to_the_cell_of_all_records_in_whatever_order() =>
        Gen.Select(Records.Array[0, 20], Records.Array[0, 20]).Sample((left, right) =>
        {
            RollupCell whole = Sum([.. left, .. right]);
            RollupCell merged = Sum(right);
            merged.Add(Sum(left));
            RollupCell fromBytes = Sum(left);
            fromBytes.Merge(Encode(Sum(right)));

            merged.ToTotals().Should().BeEquivalentTo(whole.ToTotals());
            fromBytes.ToTotals().Should().BeEquivalentTo(whole.ToTotals());
        }, iter: 100);

    [Fact]
    public void A_difference_that_was_written_and_read_corrects_the_cell_of_the_records() =>
        Gen.Select(Records.Array[1, 20], Records.Array[20]).Sample((records, others) =>
        {
            UsageRecord[] corrected = [.. records.Zip(others, (record, other) => record with { Cost = other.Cost })];
            var difference = new RollupCell();
            for (int i = 0; i < records.Length; i++)
                difference.Correct(new RollupSample(records[i]), new RollupSample(corrected[i]));

            RollupCell sum = Sum(records);
            sum.Merge(Encode(difference));

            sum.ToTotals().Should().BeEquivalentTo(Sum(corrected).ToTotals());
        }, iter: 200);

    [Fact]
    public void A_cleared_cell_is_as_good_as_a_new_one() =>
        Gen.Select(Records.Array[1, 9], Records.Array[1, 9]).Sample((old, records) =>
        {
            RollupCell reused = Sum(old);
            reused.Clear();
            foreach (UsageRecord record in records) reused.Add(record);

            reused.ToTotals().Should().BeEquivalentTo(Sum(records).ToTotals());
        }, iter: 100);

    [Fact]
    public void Bytes_that_were_cut_or_changed_are_refused_and_never_loop() =>
        Gen.Select(Records.Array[1, 5], Gen.Int[0, 200], Gen.Byte).Sample((records, at, value) =>
        {
            byte[] bytes = Encode(Sum(records));
            byte[] broken = at % 2 == 0 ? bytes[..(at % bytes.Length)] : [.. bytes];
            if (at % 2 == 1) broken[at % bytes.Length] = value;

            try
            {
                RollupCell.Decode(broken);
            }
            catch (Exception exception) when (exception is InvalidDataException or OverflowException)
            {
                // Told. A changed digit that still makes sense cannot be.
            }
        }, iter: 500);

    [Fact]
    public void One_call_takes_few_bytes() => Encode(Sum([new RecordFactory().Make()])).Length.Should().BeLessThan(48);

    [Fact]
    public void A_sum_that_does_not_fit_is_an_error()
    {
        RollupCell cell = Sum([new RecordFactory().Make(usd: decimal.MaxValue)]);

        FluentActions.Invoking(() => cell.Add(new RecordFactory().Make(usd: decimal.MaxValue)))
            .Should().Throw<OverflowException>();
    }

    [Fact]
    public void Meters_beyond_the_bound_count_as_other()
    {
        RollupCell cell = Sum([.. Enumerable.Range(0, 100).Select(i =>
            new RecordFactory().Make() with { Meters = [new UsageMeter($"meter-{i:d3}", 1)] })]);

        cell.ToTotals().Meters.Should().HaveCount(65).And.Contain(new UsageMeter("other", 36));
    }

    private static RollupCell Sum(IEnumerable<UsageRecord> records)
    {
        var cell = new RollupCell();
        foreach (UsageRecord record in records) cell.Add(record);
        return cell;
    }

    private static byte[] Encode(RollupCell cell)
    {
        var output = new ArrayBufferWriter<byte>();
        cell.Encode(output);
        return output.WrittenSpan.ToArray();
    }
}
