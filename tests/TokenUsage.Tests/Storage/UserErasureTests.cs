using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class UserErasureTests : IAsyncDisposable
{
    private const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string OldKey = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly Holder _holder = new();
    private readonly ServiceProvider _services;

    public UserErasureTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IUserDataHolder>(_holder);
        services.AddTokenMonitoring().UsePseudonyms(o =>
        {
            o.Key = Key;
            o.KeyVersion = "2";
            o.RetiredKeys["1"] = OldKey;
        });
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IUserErasure Erasure => _services.GetRequiredService<IUserErasure>();

    private IAuditTrail Trail => _services.GetRequiredService<IAuditTrail>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task A_user_is_erased_under_every_pseudonym_wherever_it_is_kept()
    {
        var tracker = _services.GetRequiredService<ITokenTracker>();
        tracker.TryRecord(new RecordFactory().Make(DateTimeOffset.UnixEpoch.AddYears(56), "alice"));
        await tracker.FlushAsync(Soon, Token);

        ErasureReport report = await Erasure.EraseAsync("alice", new ChangeActor("kim"), Token);

        report.Erased["store"].Should().Be(1);
        report.Erased["holder"].Should().Be(3);
        _holder.Asked.Should().HaveCount(3).And.Contain("alice")
            .And.ContainSingle(i => i.StartsWith("~2.")).And.ContainSingle(i => i.StartsWith("~1."));
    }

    [Fact]
    public async Task What_is_stored_is_the_pseudonym()
    {
        var tracker = _services.GetRequiredService<ITokenTracker>();
        tracker.TryRecord(new RecordFactory().Make(user: "alice"));
        await tracker.FlushAsync(Soon, Token);

        var stats = _services.GetRequiredService<ITokenUsageStats>();
        var query = new UsageQuery
        {
            Range = TimeRange.Between(RecordFactory.Noon.AddDays(-1), RecordFactory.Noon.AddDays(1)),
        };
        UsageRecord record = await stats.ReadAsync(query, Token).SingleAsync(Token);

        record.Dimensions.User.Should().StartWith("~2.").And.HaveLength(25);
    }

    [Fact]
    public async Task A_tracked_call_is_under_the_pseudonym_too()
    {
        var tracker = _services.GetRequiredService<ITokenTracker>();
        using (UsageScope.Begin(user: "alice"))
        {
            await using TrackedCall scoped = await tracker.StartAsync(Call(null), Token);
            scoped.Complete(new TokenCounts { Input = 1 });
        }

        await using (TrackedCall named = await tracker.StartAsync(Call(new UsageDimensions { User = "alice" }), Token))
            named.Complete(new TokenCounts { Input = 1 });
        await tracker.FlushAsync(Soon, Token);

        UsageSummary summary = await _services.GetRequiredService<ITokenUsageStats>()
            .QueryAsync(new UsageQuery { GroupBy = [Dimension.User] }, Token);
        summary.Groups.Should().ContainSingle().Which.Key[0].Should().StartWith("~2.");
    }

    [Fact]
    public async Task The_trail_says_who_erased_and_not_whom()
    {
        await Erasure.EraseAsync("alice", new ChangeActor("kim"), Token);

        AuditEntry entry = await Trail.ReadAsync(cancellationToken: Token).SingleAsync(Token);
        entry.Should().BeEquivalentTo(
            new { Action = "user.erase", Actor = "kim", Subject = (string?)null, HasSubject = true });
        (await Trail.VerifyAsync(Token)).IsIntact.Should().BeTrue();
    }

    [Fact]
    public async Task An_erasure_can_be_repeated()
    {
        await Erasure.EraseAsync("alice", ChangeActor.Application, Token);

        (await Erasure.EraseAsync("alice", ChangeActor.Application, Token)).Erased["store"].Should().Be(0);
    }

    private static CallDescription Call(UsageDimensions? dimensions) =>
        new() { Provider = "openai", Model = "m", Dimensions = dimensions };

    private sealed class Holder : IUserDataHolder
    {
        public string Name => "holder";

        public IReadOnlyList<string> Asked { get; private set; } = [];

        public ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
        {
            Asked = identities;
            return new(identities.Count);
        }
    }
}
