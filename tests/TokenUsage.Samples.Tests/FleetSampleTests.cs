using TokenUsage.PackageTests;
using TokenUsage.PostgreSql.Tests;
using TokenUsage.Redis.Tests;

namespace TokenUsage.Samples.Tests;

/// <summary>The samples that need servers.</summary>
public sealed class FleetSampleTests
{
    [Fact]
    public async Task Four_processes_use_one_budget_and_both_servers_agree_to_the_token()
    {
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.Missing);
        string built = SourceTree.Find($"artifacts/bin/Fleet/{SampleProcess.Configuration.ToLowerInvariant()}/Fleet");

        await using SampleProcess script = SampleProcess.StartScript("samples/Fleet/run.sh", [], ("FLEET", built));

        (await script.EndAsync()).Should().EndWith("exact\n").And.NotContain("NOT exact");
    }

    [Fact]
    public async Task The_store_opens_in_a_database_that_was_empty()
    {
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
        await using PostgresServer server = await PostgresServer.StartAsync();

        await using SampleProcess sample =
            SampleProcess.Start("PostgreSql", "--ConnectionStrings:usage", server.ConnectionString);

        (await sample.EndAsync()).Should().Contain("0 calls in 30 days");
    }
}
