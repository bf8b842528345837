using TokenUsage.Conformance;
using TokenUsage.PostgreSql.Leases;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Tests.Leases;

public sealed class PostgreSqlLeaseStoreTests(PostgresFixture postgres) : LeaseStoreConformance
{
    protected override async ValueTask<LeaseStoreBench> OpenAsync()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await postgres.ExecuteAsync(
            PostgreSqlSchema.CreateScript(options.Schema) + TestClock.Install(options.Schema, 1_000_000));
        return new Bench(postgres, Database.Connect(null, options.ConnectionString, options.Schema, "UsePostgreSql"));
    }

    private sealed class Bench(PostgresFixture postgres, Database database) : LeaseStoreBench
    {
        public override ILeaseStore First { get; } = new PostgreSqlLeaseStore(database);

        public override ILeaseStore Second { get; } = new PostgreSqlLeaseStore(database);

        public override void Advance(TimeSpan time) => postgres.Execute(TestClock.Advance(database.Schema, time));

        public override async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            await postgres.ExecuteAsync($"DROP SCHEMA {database.Schema} CASCADE");
            await base.DisposeAsync();
        }
    }
}
