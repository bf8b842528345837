using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Tests;

public sealed class OpeningTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Hst=db", "*UsePostgreSql*cannot be read*'Host=db;*", true)]
    [InlineData("", "*ConnectionString is empty*DataSource*", true)]
    [InlineData("Host=127.0.0.1;Port=1;Username=app;Database=usage", "*cannot be reached*'usage' at 127.0.0.1:1*Host and Port*", false)]
    [InlineData("Host=nowhere.invalid;Username=app;Database=usage", "*cannot be reached*nowhere.invalid*", false)]
    public async Task A_place_that_cannot_be_used_is_told_with_the_setting(
        string connectionString, string message, bool isPermanent)
    {
        UsageStoreException fault = await FailAsync(new PostgreSqlStoreOptions { ConnectionString = connectionString });

        fault.Message.Should().Match(message);
        fault.IsPermanent.Should().Be(isPermanent);
    }

    [Theory]
    [InlineData("Password=wrong", "*refuses the user 'postgres'*Username and Password*28P01*")]
    [InlineData("Database=missing", "*no database 'missing'*Create it*3D000*")]
    public async Task A_connection_that_is_refused_is_told_with_the_setting(string change, string message)
    {
        PostgreSqlStoreOptions options = postgres.Options();
        options.ConnectionString += ";" + change;

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match(message);
        fault.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_is_given_up()
    {
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
            var options = new PostgreSqlStoreOptions
            {
                ConnectionString = $"Host=127.0.0.1;Port={port};Username=a",
                OpenTimeout = TimeSpan.FromMilliseconds(300),
            };

            UsageStoreException fault = await FailAsync(options);

            fault.Message.Should().Match("*cannot be reached*did not answer*");
            fault.IsPermanent.Should().BeFalse();
        }
        finally
        {
            listener.Stop();
        }
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await OpenAsync(options);
        await postgres.ExecuteAsync($"UPDATE {options.Schema}.store_info SET value = 99 WHERE name = 'schema'");

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match("*version 99*up to 1. Update the package*");
        fault.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_schema_that_is_missing_and_must_not_be_made_is_told_with_the_script()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        options.UpgradeSchema = false;

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match("*version 0*PostgreSqlSchema.CreateScript*UpgradeSchema*");
        fault.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task The_script_makes_what_the_store_needs()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        options.UpgradeSchema = false;
        await postgres.ExecuteAsync(PostgreSqlSchema.CreateScript(options.Schema));

        await using var store = new PostgreSqlUsageStore(options);
        await store.OpenAsync(Token);

        (await store.AppendAsync([new RecordFactory().Make()], Token)).Inserted.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_table_that_is_missing_is_told_and_the_records_wait()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await using var store = new PostgreSqlUsageStore(options);
        await store.OpenAsync(Token);
        await postgres.ExecuteAsync($"DROP TABLE {options.Schema}.usage_record CASCADE");

        Func<Task> append = async () => await store.AppendAsync([new RecordFactory().Make()], Token);

        UsageStoreException fault = (await append.Should().ThrowAsync<UsageStoreException>()).Which;
        fault.Message.Should().Match($"*schema '{options.Schema}'*lacks a part*UpgradeSchema*42P01*");
        fault.IsPermanent.Should().BeFalse("it is mended while the records wait");
        (await FailAsync(options)).IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_user_that_may_only_read_is_told_at_the_start()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await OpenAsync(options);
        string user = $"reader_{options.Schema}";
        await postgres.ExecuteAsync(
            $"CREATE USER {user} PASSWORD 'x'; GRANT USAGE ON SCHEMA {options.Schema} TO {user}; "
            + $"GRANT SELECT ON ALL TABLES IN SCHEMA {options.Schema} TO {user}");
        options.ConnectionString += $";Username={user};Password=x";

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match($"*'{user}' may not write*Grant it*");
        fault.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_user_with_the_rights_of_the_guide_can_write_and_needs_no_table_of_its_own()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await OpenAsync(options);
        string user = $"writer_{options.Schema}";
        await postgres.ExecuteAsync(
            $"CREATE USER {user} PASSWORD 'x'; GRANT USAGE ON SCHEMA {options.Schema} TO {user}; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {options.Schema} TO {user}; "
            + $"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {options.Schema} TO {user}");
        options.ConnectionString += $";Username={user};Password=x";
        await using var store = new PostgreSqlUsageStore(options);
        await store.OpenAsync(Token);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();

        await store.AppendAsync([new RecordFactory().Make() with { Id = Guid.CreateVersion7(now) }], Token);

        object? partition = await postgres.ExecuteAsync(
            $"SELECT to_regclass('{options.Schema}.usage_record_{now:yyyyMMdd}')::text");
        partition.Should().NotBe(DBNull.Value);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_told()
    {
        PostgreSqlStoreOptions options = postgres.Options();
        await OpenAsync(options);
        options.ConnectionString += ";Options=-c default_transaction_read_only=on";

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match("*takes no writes*ReadConnectionString*");
        fault.IsPermanent.Should().BeFalse("the primary may be on its way back");
    }

    [Fact]
    public async Task Options_out_of_range_are_told_all_at_once()
    {
        var options = new PostgreSqlStoreOptions { Schema = "Bad-Name", OpenTimeout = TimeSpan.Zero };

        UsageStoreException fault = await FailAsync(options);

        fault.Message.Should().Match(
            "PostgreSqlStoreOptions: ConnectionString is empty*Schema is 'Bad-Name'*OpenTimeout is 00:00:00*");
    }

    [Fact]
    public async Task Processes_that_start_at_once_make_one_schema()
    {
        PostgreSqlStoreOptions options = postgres.Options();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(options)));

        object? version = await postgres.ExecuteAsync(
            $"SELECT value FROM {options.Schema}.store_info WHERE name = 'schema'");
        version.Should().Be(1L);
    }

    [Fact]
    public async Task The_verb_takes_a_data_source_and_leaves_it_to_the_application()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(postgres.Options().ConnectionString);
        var services = new ServiceCollection();
        new Builder(services).UsePostgreSql(source, options => options.Schema = PostgresFixture.NextSchema());
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IUsageStore>().OpenAsync(Token);
        }

        await using NpgsqlCommand command = source.CreateCommand("SELECT 1");
        (await command.ExecuteScalarAsync(Token)).Should().Be(1);
    }

    [Fact]
    public async Task A_store_that_was_not_opened_says_so()
    {
        await using var store = new PostgreSqlUsageStore(postgres.Options());

        Func<Task> act = async () => await store.AppendAsync([], Token);

        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("*OpenAsync*");
    }

    private static async Task OpenAsync(PostgreSqlStoreOptions options)
    {
        await using var store = new PostgreSqlUsageStore(options);
        await store.OpenAsync(Token);
    }

    private static async Task<UsageStoreException> FailAsync(PostgreSqlStoreOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        Func<Task> act = () => OpenAsync(options);
        UsageStoreException fault = (await act.Should().ThrowAsync<UsageStoreException>()).Which;
        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(5));
        return fault;
    }

    private sealed record Builder(IServiceCollection Services) : ITokenMonitoringBuilder;
}
