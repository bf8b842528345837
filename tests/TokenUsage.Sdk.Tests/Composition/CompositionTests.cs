using TokenUsage.Testing.Replay;

namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>Whatever stands around the model, each attempt has one record, and what is billed is what the provider bills.</summary>
public sealed class CompositionTests
{
    private static readonly Row[] Rows = [.. Row.All];

    public static TheoryData<int, string> Matrix
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (int i = 0; i < Rows.Length; i++) rows.Add(i, Rows[i].ToString());
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Each_attempt_has_one_record_and_the_billable_ones_are_what_the_provider_bills(int index, string _)
    {
        Row row = Rows[index];
        var provider = new FaultyProvider(row);
        await using ReplayServer server = ReplayServer.Start(provider.Answer);
        await using var application = new Application(row, provider, server);

        await application.AskAsync(TestContext.Current.CancellationToken);
        int asked = server.Ledger.Requests;
        if (row.Cache == CacheUse.Hit) await application.AskAsync(TestContext.Current.CancellationToken);

        server.Ledger.Requests.Should().Be(asked, "a hit asks nobody");
        int attempts = row.SeesWire ? asked : Calls(row);
        int avoided = row.Cache == CacheUse.Hit && row.SeesCache ? 1 : 0;
        IReadOnlyList<UsageRecord> records = await application.RecordsAsync(attempts + avoided);

        records.Should().HaveCount(attempts + avoided);
        Avoided(records).Should().HaveCount(avoided).And.NotContain(r => r.Tokens.Total == null);
        Compare(records, server.Ledger.Billed, isWhole: row.SeesWire || row.Transport != Transport.Hedge);
    }

    private static void Compare(
        IReadOnlyList<UsageRecord> records, IReadOnlyList<BilledAttempt> billed, bool isWhole)
    {
        UsageRecord[] billable = [.. records.Except(Avoided(records)).Where(r => r.Cost.Status != CostStatus.Free)];
        BilledAttempt[] reported =
        [
            .. billable.Where(r => r.Source == UsageSource.Reported)
                .Select(r => new BilledAttempt(r.ResponseId!, r.Tokens)),
        ];
        UsageRecord[] estimated = [.. billable.Where(r => r.Source != UsageSource.Reported)];

        reported.Should().BeSubsetOf(billed).And.OnlyHaveUniqueItems();
        estimated.Should().NotContain(r => r.Source != UsageSource.Estimated || r.Tokens.Total == null);

        // Hedges that lost are seen on the wire alone: an application without the handler does not learn of them.
        if (isWhole) billable.Should().HaveCount(billed.Count);
    }

    private static IEnumerable<UsageRecord> Avoided(IEnumerable<UsageRecord> records) =>
        records.Where(r => r.Outcome == CallOutcome.Cached);

    // The turns of the loop, each asked of the refusing model first where there is one.
    private static int Calls(Row row) => (row.Tools ? 2 : 1) * (row.FallsBack ? 2 : 1);
}
