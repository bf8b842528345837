using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;
using TokenUsage.Cli.Quotas;

namespace TokenUsage.Cli.Tests.Quotas;

public sealed class QuotaCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-usage-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder, "usage.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_the_application_defined_and_used_is_shown()
    {
        await using ServiceProvider application = await StartAsync();
        await using (QuotaReservation call = await application.GetRequiredService<ITokenQuotas>()
            .ReserveAsync(Request("alice"), Token))
        {
            var used = new TokenCounts { Input = 30, Output = 12 };
            await call.SettleAsync(used, Cost.Unpriced, CallOutcome.Success, Token);
        }

        (int listed, string list) = Run("list");
        (int read, string status) = Run("status", "--user", "alice");

        (listed, read).Should().Be((0, 0));
        list.Should().ContainAll("user-day", "1,000 tokens", "user");
        status.Should().ContainAll("user-day", "42 tokens", "958 tokens");
    }

    [Fact]
    public async Task A_halt_from_the_command_line_stops_a_running_application_and_a_restarted_one()
    {
        await using ServiceProvider application = await StartAsync();

        Run("halt", "user=alice", "--reason", "Leaked key.", "--actor", "bob").Code.Should().Be(0);
        await application.GetRequiredService<TokenQuotas>().RefreshAsync(Token);
        await using ServiceProvider restarted = await StartAsync();

        foreach (ServiceProvider each in (ServiceProvider[])[application, restarted])
        {
            Func<Task> call = async () =>
                await each.GetRequiredService<ITokenQuotas>().ReserveAsync(Request("alice"), Token);
            (await call.Should().ThrowAsync<QuotaExceededException>()).WithMessage("*Leaked key.*");
        }

        Run("list").Output.Should().Contain("Leaked key.");
        Run("resume", "user=alice").Code.Should().Be(0);
        await application.GetRequiredService<TokenQuotas>().RefreshAsync(Token);
        (await application.GetRequiredService<ITokenQuotas>().CheckAsync(Request("alice"), Token))
            .Allowed.Should().BeTrue();
    }

    [Fact]
    public async Task A_quota_and_a_subjects_own_limit_are_set()
    {
        await using ServiceProvider application = await StartAsync();

        Run("set", "team-month", "usd=500", "per=project", "window=Month").Code.Should().Be(0);
        Run("set", "user-day", "limit=5000", "--user", "alice", "--actor", "bob").Code.Should().Be(0);
        await application.GetRequiredService<TokenQuotas>().RefreshAsync(Token);

        IReadOnlyList<QuotaStatus> statuses = await application.GetRequiredService<ITokenQuotas>()
            .GetStatusAsync(new UsageDimensions { User = "alice", Project = "search" }, Token);
        statuses.Select(status => (status.Quota.Name, status.Limit)).Should()
            .BeEquivalentTo([("user-day", 5_000m), ("team-month", 500m)]);
    }

    [Theory]
    [InlineData("set", "a", "tokens=-5")]
    [InlineData("set", "a", "colour=blue")]
    [InlineData("set", "nobody", "limit=5", "--user", "alice")]
    [InlineData("halt", "alice", "--reason", "x")]
    public async Task Bad_arguments_are_one_sentence_and_a_failure(params string[] arguments)
    {
        await using ServiceProvider application = await StartAsync();

        (int code, string output) = Run(arguments);

        code.Should().Be(ExitCode.BadInput);
        output.Trim().Should().NotBeEmpty().And.NotContain(" at TokenUsage");
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_so()
    {
        (int code, string output) = Run("list");

        code.Should().Be(ExitCode.BadInput);
        output.Should().Contain("There is no store");
    }

    private (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        string[] words = [.. arguments, "--store", Database];
        int code = QuotaCommand.Create().Parse(words)
            .Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }

    private async Task<ServiceProvider> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring()
            .UseSqlite($"Data Source={Database}")
            .AddQuota("user-day", q => q.Per(Dimension.User).Tokens(1_000));
        ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<TokenQuotas>().OpenAsync(Token);
        return provider;
    }

    private static QuotaRequest Request(string user) => new()
    {
        Id = Guid.CreateVersion7(),
        Provider = "openai",
        Model = "gpt-4o-mini",
        Estimate = new TokenCounts { Input = 30, Output = 100 },
        Subject = new UsageDimensions { User = user },
    };
}
