using TokenUsage.Testing.Generation;

namespace TokenUsage.Tests.Testing;

public sealed class UsageGeneratorTests
{
    private static readonly UsageGeneratorOptions Day = new() { Hours = 24, Load = UsageLoad.Bursty };

    [Fact]
    public void The_same_seed_gives_the_same_records() =>
        UsageGenerator.Generate(Day).Should().BeEquivalentTo(UsageGenerator.Generate(Day));

    [Fact]
    public void An_hours_records_add_up_to_its_tokens()
    {
        ILookup<int, long> tokens = UsageGenerator.Generate(Day)
            .ToLookup(r => (int)(r.StartedAt - Day.Start).TotalHours, r => r.Tokens.Total!.Value);

        Enumerable.Range(0, 24).Select(hour => tokens[hour].Sum()).Should().Equal(UsageGenerator.TokensByHour(Day));
    }

    [Fact]
    public void An_outage_makes_no_calls()
    {
        UsageGeneratorOptions options = Day with { Anomalies = [new PlantedAnomaly(9, 3, 0)] };

        UsageGenerator.Generate(options).Select(r => r.StartedAt.Hour).Should().NotContain([9, 10, 11]);
    }

    [Fact]
    public void Records_come_in_the_order_of_time() =>
        UsageGenerator.Generate(Day).Select(r => r.StartedAt).Should().BeInAscendingOrder();

    [Fact]
    public void Every_record_has_an_id_of_its_own() =>
        UsageGenerator.Generate(Day).Select(r => r.Id)
            .Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.Version == 7);
}
