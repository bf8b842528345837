using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Tests;

public sealed class OpeningTests(CosmosServer server) : IClassFixture<CosmosServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_fault_of_the_options_is_reported_at_once()
    {
        using var store = new CosmosUsageStore(
            new CosmosStoreOptions { Database = "", RecordRetention = TimeSpan.Zero, OpenTimeout = TimeSpan.Zero },
            TimeProvider.System);

        Func<Task> act = async () => await store.OpenAsync(Token);

        (await act.Should().ThrowAsync<UsageStoreException>().WithMessage(
            "*ConnectionString is empty*Database is empty*OpenTimeout is 00:00:00*RecordRetention is 00:00:00*"))
            .Which.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_not_repeated()
    {
        using var store = new CosmosUsageStore(
            new CosmosStoreOptions { ConnectionString = "AccountKey=secret" }, TimeProvider.System);

        Func<Task> act = async () => await store.OpenAsync(Token);

        (await act.Should().ThrowAsync<UsageStoreException>()).Which.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "*AccountKey*")]
    [InlineData(HttpStatusCode.Forbidden, "*CreateMissing*")]
    public async Task A_key_or_a_role_that_does_not_suffice_is_a_fault_that_names_the_setting(
        HttpStatusCode status, string message)
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        var handler = new StandInHandler
        {
            Interrupt = request => request.RequestUri!.AbsolutePath.Contains("/dbs", StringComparison.Ordinal)
                ? new HttpResponseMessage(status) { Content = new StringContent("{}") }
                : null,
        };
        using var store = new CosmosUsageStore(server.Options(handler), TimeProvider.System);

        Func<Task> act = async () => await store.OpenAsync(Token);

        (await act.Should().ThrowAsync<UsageStoreException>().WithMessage(message)).Which.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_missing_container_that_must_not_be_created_is_named()
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        CosmosStoreOptions options = server.Options(new StandInHandler());
        options.CreateMissing = false;
        using var store = new CosmosUsageStore(options, TimeProvider.System);

        Func<Task> act = async () => await store.OpenAsync(Token);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage("*no container 'token_usage'*");
    }

    [Fact]
    public async Task An_account_that_nobody_answers_for_is_told_within_the_time_for_opening()
    {
        using var store = new CosmosUsageStore(
            new CosmosStoreOptions
            {
                ConnectionString = "AccountEndpoint=http://127.0.0.1:1/;AccountKey=dGVzdA==",
                OpenTimeout = TimeSpan.FromSeconds(1),
            },
            TimeProvider.System);

        Func<Task> act = async () => await store.OpenAsync(Token);

        (await act.Should().ThrowAsync<UsageStoreException>().WithMessage("*did not answer within 00:00:01*"))
            .Which.IsPermanent.Should().BeFalse();
    }

    [Fact]
    public async Task The_verb_registers_the_store()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring().UseCosmos("AccountEndpoint=http://127.0.0.1:1/;AccountKey=dGVzdA==");
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IUsageStore>().Cubes.Should().BeEquivalentTo(UsageCube.Standard);
    }
}
