using TokenUsage.Collections;

namespace TokenUsage.Tests.Collections;

public sealed class GuidSourceTests
{
    private static readonly DateTimeOffset Instant = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.FromHours(2));

    [Fact]
    public void An_id_is_a_version_7_uuid_of_its_instant()
    {
        Guid id = GuidSource.Next(Instant);

        id.Version.Should().Be(7);
        (id.Variant >> 2).Should().Be(2);
        Convert.ToInt64(id.ToString("N")[..12], 16).Should().Be(Instant.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Ids_sort_by_time_below_the_millisecond()
    {
        string[] ids = [.. Enumerable.Range(0, 2_000).Select(i => GuidSource.Next(Instant.AddTicks(3 * i)).ToString())];

        ids.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void Ids_of_one_instant_differ_on_every_thread()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<Guid>();

        Parallel.For(0, 50_000, _ => ids.Add(GuidSource.Next(Instant)));

        ids.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void An_instant_before_1970_gives_the_earliest_id() =>
        GuidSource.Next(DateTimeOffset.MinValue).ToString().Should().StartWith("00000000-0000-7000-");
}
