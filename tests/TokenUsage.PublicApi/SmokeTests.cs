namespace TokenUsage.PublicApi;

public sealed class SmokeTests
{
    [Fact]
    public void The_runner_finds_this_assembly() => typeof(TokenCounts).Namespace.Should().Be("TokenUsage");
}
