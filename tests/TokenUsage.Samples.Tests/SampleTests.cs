using TokenUsage.PackageTests;

namespace TokenUsage.Samples.Tests;

/// <summary>The samples that run to their end without a server.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("QuickStart", "claude-", "gpt-", "alice")]
    [InlineData("ChatPipeline", "Success", "attempt 2")]
    [InlineData("BudgetGuard", "gpt-", "finish reason", "left")]
    [InlineData("MultiTenant", "acme")]
    [InlineData("AgentTracking", "planner", "researcher", "thread-2")]
    [InlineData("CustomAnalytics", ":")]
    [InlineData("CustomReader", "acme")]
    [InlineData("TerminalDashboard", "gpt-4o")]
    public async Task A_sample_runs_with_its_command_and_says_what_it_is_about(string name, params string[] says)
    {
        await using SampleProcess sample = SampleProcess.Start(name);

        (await sample.EndAsync()).Should().ContainAll(says).And.NotContain("Unhandled exception");
    }

    [Fact]
    public void Each_sample_is_run_by_a_test()
    {
        string[] known =
        [
            "QuickStart", "ChatPipeline", "BudgetGuard", "MultiTenant", "AgentTracking", "CustomAnalytics",
            "CustomReader", "TerminalDashboard", "WebDashboard", "NonDotNet", "PostgreSql", "Fleet",
        ];

        Directory.GetDirectories(SourceTree.Find("samples")).Select(Path.GetFileName).Should().BeEquivalentTo(known);
    }
}
