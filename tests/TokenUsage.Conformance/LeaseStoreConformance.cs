namespace TokenUsage.Conformance;

/// <summary>What every store of leases must do, seen by two processes.</summary>
public abstract class LeaseStoreConformance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes two holders of the same leases, and a way to move their clock.</summary>
    protected abstract ValueTask<LeaseStoreBench> OpenAsync();

    [Fact]
    public async Task A_lease_is_held_by_one_at_a_time()
    {
        await using LeaseStoreBench bench = await OpenAsync();

        (await bench.First.TryAcquireAsync("retention", Minute, Token)).Should().NotBeNull();

        (await bench.Second.TryAcquireAsync("retention", Minute, Token)).Should().BeNull();
        (await bench.Second.TryAcquireAsync("reports", Minute, Token)).Should().NotBeNull("it is another lease");
    }

    [Fact]
    public async Task A_released_lease_is_free()
    {
        await using LeaseStoreBench bench = await OpenAsync();
        IAsyncDisposable? lease = await bench.First.TryAcquireAsync("retention", Minute, Token);

        await lease!.DisposeAsync();

        (await bench.Second.TryAcquireAsync("retention", Minute, Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_holder_renews_its_lease_by_asking_again()
    {
        await using LeaseStoreBench bench = await OpenAsync();
        for (int i = 0; i < 5; i++)
        {
            (await bench.First.TryAcquireAsync("retention", Minute, Token)).Should().NotBeNull();
            bench.Advance(Minute / 2);
        }

        (await bench.Second.TryAcquireAsync("retention", Minute, Token)).Should().BeNull();
    }

    [Fact]
    public async Task A_lease_whose_holder_is_gone_ends()
    {
        await using LeaseStoreBench bench = await OpenAsync();
        await bench.First.TryAcquireAsync("retention", Minute, Token);

        bench.Advance(Minute);

        (await bench.Second.TryAcquireAsync("retention", Minute, Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_holder_that_was_paused_too_long_releases_nothing_of_its_successors()
    {
        await using LeaseStoreBench bench = await OpenAsync();
        IAsyncDisposable? stale = await bench.First.TryAcquireAsync("retention", Minute, Token);
        bench.Advance(Minute * 2);
        IAsyncDisposable? current = await bench.Second.TryAcquireAsync("retention", Minute, Token);

        await stale!.DisposeAsync();

        (await bench.First.TryAcquireAsync("retention", Minute, Token)).Should().BeNull();
        await current!.DisposeAsync();
        (await bench.First.TryAcquireAsync("retention", Minute, Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task An_old_handle_does_not_release_the_lease_that_its_own_holder_took_later()
    {
        await using LeaseStoreBench bench = await OpenAsync();
        IAsyncDisposable? stale = await bench.First.TryAcquireAsync("retention", Minute, Token);
        bench.Advance(Minute * 2);
        await bench.First.TryAcquireAsync("retention", Minute, Token);

        await stale!.DisposeAsync();

        (await bench.Second.TryAcquireAsync("retention", Minute, Token)).Should().BeNull();
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_it()
    {
        await using LeaseStoreBench bench = await OpenAsync();

        IAsyncDisposable?[] leases = await Task.WhenAll(
            bench.First.TryAcquireAsync("retention", Minute, Token).AsTask(),
            bench.Second.TryAcquireAsync("retention", Minute, Token).AsTask());

        leases.OfType<IAsyncDisposable>().Should().ContainSingle();
    }

    [Fact]
    public async Task A_lease_of_less_than_a_second_is_a_mistake()
    {
        await using LeaseStoreBench bench = await OpenAsync();

        Func<Task> act = async () => await bench.First.TryAcquireAsync("retention", Minute / 100, Token);

        await act.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }
}
