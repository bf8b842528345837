using TokenUsage.Storage;

namespace TokenUsage.Conformance;

/// <summary>What every store must do. A store's tests inherit it and say how to make one.</summary>
public abstract partial class UsageStoreConformance : IAsyncLifetime
{
    private IUsageStore? _store;

    protected RecordFactory Records { get; } = new();

    protected IUsageStore Store => _store ?? throw new InvalidOperationException("The store is made before each test.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        await _store.OpenAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable disposable) await disposable.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an empty store, not yet opened.</summary>
    protected abstract IUsageStore CreateStore();

    /// <summary>Removes what the store left behind.</summary>
    protected virtual ValueTask CleanUpAsync() => default;

    [Fact]
    public async Task A_record_comes_back_as_it_was_stored()
    {
        UsageRecord record = Records.MakeFull();

        await Store.AppendAsync([record], Token);

        (await ReadRecordsAsync()).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task A_record_with_nothing_but_its_required_members_comes_back_too()
    {
        var record = new UsageRecord
        {
            Id = Records.NextId(),
            StartedAt = RecordFactory.Noon,
            Provider = "p",
            Operation = "o",
            Cost = Cost.Unpriced,
        };

        await Store.AppendAsync([record], Token);

        (await ReadRecordsAsync()).Should().BeEquivalentTo([record]);
    }

    [Fact]
    public async Task A_record_offered_again_is_kept_once()
    {
        UsageRecord record = Records.MakeFull();
        await Store.AppendAsync([record], Token);

        AppendResult again = await Store.AppendAsync([record, record], Token);

        again.Inserted.Should().BeEmpty();
        again.Conflicting.Should().BeEmpty();
        (await TotalsAsync()).Attempts.Should().Be(record.Weight);
    }

    [Fact]
    public async Task A_record_twice_in_one_batch_is_kept_once()
    {
        UsageRecord record = Records.Make();

        AppendResult result = await Store.AppendAsync([record, record], Token);

        result.Inserted.Should().Equal(record.Id);
        (await TotalsAsync()).Calls.Should().Be(1);
    }

    [Fact]
    public async Task The_same_id_with_another_content_is_told_and_the_first_content_stays()
    {
        UsageRecord first = Records.Make(input: 10);
        await Store.AppendAsync([first], Token);

        AppendResult result = await Store.AppendAsync([first with { Tokens = new TokenCounts { Input = 999 } }], Token);

        result.Inserted.Should().BeEmpty();
        result.Conflicting.Should().Equal(first.Id);
        (await ReadRecordsAsync()).Single().Tokens.Input.Should().Be(10);
    }

    [Fact]
    public async Task An_amount_with_trailing_zeros_is_the_same_amount()
    {
        UsageRecord record = Records.Make(usd: 1.5m);
        await Store.AppendAsync([record], Token);

        AppendResult again = await Store.AppendAsync([record with { Cost = record.Cost with { Usd = 1.500m } }], Token);

        again.Conflicting.Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_says_which_of_its_records_were_new()
    {
        UsageRecord known = Records.Make();
        UsageRecord added = Records.Make();
        await Store.AppendAsync([known], Token);

        AppendResult result = await Store.AppendAsync([known, added], Token);

        result.Inserted.Should().Equal(added.Id);
    }

    [Fact]
    public async Task An_empty_batch_is_nothing() =>
        (await Store.AppendAsync([], Token)).Inserted.Should().BeEmpty();

    [Fact]
    public async Task Text_that_no_database_keeps_is_mended_and_too_long_text_is_cut()
    {
        UsageRecord record = Records.Make(user: "a\0b\ud800c", feature: new string('x', 5_000));

        await Store.AppendAsync([record], Token);

        UsageRecord kept = (await ReadRecordsAsync()).Single();
        kept.Dimensions.User.Should().Be("a\ufffdb\ufffdc");
        kept.Dimensions.Feature.Should().HaveLength(RecordLimits.MaxText);
    }

    [Fact]
    public async Task Absurd_counts_are_brought_into_range()
    {
        await Store.AppendAsync([Records.Make(input: long.MaxValue), Records.Make(input: -5)], Token);

        (await TotalsAsync()).Tokens.Input.Should().Be(TokenCounts.MaxPerCall);
    }

    [Fact]
    public async Task A_cancelled_append_stores_nothing()
    {
        Func<Task> act = async () => await Store.AppendAsync([Records.Make()], new CancellationToken(canceled: true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        (await ReadRecordsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_double_nothing()
    {
        UsageRecord[] all = [.. Enumerable.Range(0, 400).Select(i => Records.Make(user: $"u{i % 5}"))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (int i = 0; i < 400; i += 40) await Store.AppendAsync(all[((i + (w * 40)) % 400)..][..40], Token);
        })));

        (await TotalsAsync()).Attempts.Should().Be(400);
        (await ReadRecordsAsync()).Should().HaveCount(400);
    }

    private async Task<UsageTotals> TotalsAsync(DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        (await ReadRollupsAsync(UsageCube.Totals, from, to)).GetValueOrDefault("", new RollupCell()).ToTotals();
}
