using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;
using TokenUsage.Conformance;
using TokenUsage.PostgreSql.Quotas;

namespace TokenUsage.PostgreSql.Tests.Quotas;

/// <summary>A ledger in a schema of its own, whose clock is a row that the test changes.</summary>
public sealed class PostgreSqlLedgerBench : QuotaLedgerBench
{
    private readonly PostgresFixture _postgres;
    private readonly PostgreSqlQuotaLedger _ledger;
    private readonly string _schema;

    private PostgreSqlLedgerBench(PostgresFixture postgres, PostgreSqlQuotaLedger ledger, string schema)
    {
        _postgres = postgres;
        _ledger = ledger;
        _schema = schema;
    }

    public FakeTimeProvider Time { get; } = new(RecordFactory.Noon);

    public string Schema => _schema;

    public override IQuotaLedger Ledger => _ledger;

    public override long NowMicros =>
        (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static async ValueTask<PostgreSqlLedgerBench> OpenAsync(PostgresFixture postgres)
    {
        PostgresFixture.SkipUnlessInstalled();
        var options = new PostgreSqlQuotaOptions
        {
            ConnectionString = postgres.ConnectionString,
            Schema = PostgresFixture.NextSchema(),
        };
        await postgres.ExecuteAsync(
            PostgreSqlSchema.CreateScript(options.Schema) + TestClock.Install(options.Schema, 0));
        var bench = new PostgreSqlLedgerBench(postgres, new PostgreSqlQuotaLedger(options), options.Schema);
        bench.Advance(TimeSpan.Zero);
        return bench;
    }

    public override void Advance(TimeSpan time)
    {
        Time.Advance(time);
        _postgres.Execute($"UPDATE {_schema}.test_clock SET now_us = {NowMicros}");
    }

    public Task<object?> ExecuteAsync(string sql) =>
        _postgres.ExecuteAsync(sql.Replace("$schema$", _schema, StringComparison.Ordinal));

    public override async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _postgres.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
    }
}
