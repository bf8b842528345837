using TokenUsage.Conformance;
using TokenUsage.Querying;

namespace TokenUsage.Tests.Querying;

public sealed class QueryResolverTests
{
    public static TheoryData<UsageQuery, string> Faults => new()
    {
        {
            new UsageQuery { Range = TimeRange.Between(RecordFactory.Noon, RecordFactory.Noon.AddDays(-1)) },
            "UsageQuery.Range is from 2026-05-04T12:00:00*to 2026-05-03T12:00:00*swap them."
        },
        { new UsageQuery { Range = default }, "UsageQuery.Range is empty; use TimeRange.Last or TimeRange.Between." },
        {
            new UsageQuery { Range = TimeRange.Last(TimeSpan.Zero) },
            "UsageQuery.Range is the last 00:00:00; use a length above zero."
        },
        {
            new UsageQuery { TimeZone = "Mars/Base" },
            "UsageQuery.TimeZone is 'Mars/Base'; use an IANA name*'Europe/Berlin'."
        },
        { new UsageQuery { TimeZone = "" }, "UsageQuery.TimeZone is ''; use an IANA name*" },
        {
            new UsageQuery { Interval = new TimeInterval(0, TimeUnit.Day) },
            "UsageQuery.Interval is 0 Day; use a count of 1 or more."
        },
        {
            new UsageQuery { Interval = new TimeInterval(48, TimeUnit.Hour) },
            "UsageQuery.Interval is 48 Hour; use days*"
        },
        {
            new UsageQuery { Interval = new TimeInterval(1, TimeUnit.Minute) },
            "UsageQuery.Interval is 1 Minute; the range has more than*"
        },
        { new UsageQuery { Top = 0 }, "UsageQuery.Top is 0; use 1 or more*" },
        { new UsageQuery { Limit = -1 }, "UsageQuery.Limit is -1; use 1 or more*" },
        { new UsageQuery { TopBy = (UsageMeasure)9 }, "UsageQuery.TopBy is 9; use Cost, Tokens or Calls." },
        { new UsageQuery { GroupBy = [default] }, "UsageQuery.GroupBy is default(Dimension); use Dimension.Model*" },
        {
            new UsageQuery { Breakdowns = [Dimension.User, Dimension.User] },
            "UsageQuery.Breakdowns is user, user; name each dimension once."
        },
        { new UsageQuery { Where = [default] }, "UsageQuery.Where is a filter without a dimension; give it one." },
        {
            new UsageQuery { Where = [new UsageFilter(Dimension.User, FilterOperator.In, null!)] },
            "UsageQuery.Where is user In null; list values*"
        },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_member_out_of_range_is_named_with_its_value_and_the_fix(UsageQuery query, string message)
    {
        Action act = () => QueryResolver.Resolve(query, RecordFactory.Noon);

        act.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_range_longer_than_time_begins_with_time() =>
        QueryResolver.Resolve(new UsageQuery { Range = TimeRange.Last(TimeSpan.MaxValue) }, RecordFactory.Noon)
            .From.Should().Be(DateTimeOffset.MinValue);
}
