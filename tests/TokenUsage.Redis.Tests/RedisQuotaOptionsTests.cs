using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;

namespace TokenUsage.Redis.Tests;

public sealed class RedisQuotaOptionsTests
{
    [Fact]
    public void Every_fault_is_reported_at_once_with_its_range()
    {
        var options = new RedisQuotaOptions
        {
            KeyPrefix = "a b",
            OnOutage = (RedisOutagePolicy)9,
            Processes = 0,
            Timeout = TimeSpan.Zero,
            ProbeInterval = TimeSpan.FromHours(1),
            MaxLeases = 0,
        };

        Action act = () => RedisQuotaOptionsCheck.Require(options);

        act.Should().Throw<ArgumentException>().WithMessage(
            "*Configuration is empty*KeyPrefix is 'a b'*OnOutage is 9*Processes is 0; it must be from 1 to 10000*"
            + "Timeout is 00:00:00*ProbeInterval is 01:00:00*MaxLeases is 0*");
    }

    [Theory]
    [InlineData("localhost:6379,abortConnect=perhaps,password=secret")]
    [InlineData("password=secret")]
    public void A_configuration_that_cannot_be_read_is_named_without_its_password(string configuration)
    {
        Action act = () => RedisQuotaOptionsCheck.Require(new RedisQuotaOptions { Configuration = configuration });

        act.Should().Throw<ArgumentException>().WithMessage("*Configuration*")
            .And.Message.Should().NotContain("secret");
    }

    [Fact]
    public async Task The_verb_registers_the_ledger()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring().UseRedisQuotas("127.0.0.1:1");
        await using ServiceProvider provider = services.BuildServiceProvider();

        IQuotaLedger ledger = provider.GetRequiredService<IQuotaLedger>();

        ledger.Should().BeOfType<RedisQuotaLedger>().Which.IsShared.Should().BeTrue();
    }
}
