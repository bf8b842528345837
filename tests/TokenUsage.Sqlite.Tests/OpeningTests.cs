using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Conformance;
using TokenUsage.Sqlite.Schema;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Data Sorce=usage.db", "*UseSqlite*'data sorce'*'Data Source=usage.db'*")]
    [InlineData("not a connection string", "*UseSqlite*cannot be read*'Data Source=usage.db'*")]
    [InlineData("", "*UseSqlite*names no file*")]
    [InlineData("Data Source=:memory:", "*UseSqlite*in-memory*Leave UseSqlite out*")]
    [InlineData("Data Source=file:usage.db", "*'file:usage.db'*plain path*")]
    [InlineData("Data Source=/nowhere/usage.db", "*'/nowhere'*does not exist*Data Source*")]
    [InlineData("Data Source=/tmp", "*'/tmp' is a folder*Data Source*")]
    public async Task A_place_that_cannot_be_used_is_told_with_the_setting(string connectionString, string message)
    {
        Func<Task> act = () => OpenAsync(new SqliteStoreOptions { ConnectionString = connectionString });

        (await act.Should().ThrowAsync<UsageStoreException>().WithMessage(message)).Which.IsPermanent.Should().BeTrue();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Directory.Exists("/sys"), "Needs a folder that even root cannot write.");

        Func<Task> act = () => OpenAsync(new SqliteStoreOptions { ConnectionString = "Data Source=/sys/usage.db" });

        await act
            .Should().ThrowAsync<UsageStoreException>().WithMessage("*'/sys/usage.db' cannot be written*Data Source*");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        await File.WriteAllTextAsync(_folder.File, new string('x', 5_000), TestContext.Current.CancellationToken);

        Func<Task> act = () => OpenAsync(_folder.Options);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage(
            $"*'{_folder.File}' is no SQLite database*Data Source*");
    }

    [Fact]
    public async Task A_database_of_another_application_is_left_alone()
    {
        Execute("CREATE TABLE orders (id INTEGER)");

        Func<Task> act = () => OpenAsync(_folder.Options);

        await act
            .Should().ThrowAsync<UsageStoreException>().WithMessage("*belongs to another application*Data Source*");
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await OpenAsync(_folder.Options);
        Execute($"PRAGMA user_version = {StoreSchema.Version + 1}");

        Func<Task> act = () => OpenAsync(_folder.Options);

        await act.Should().ThrowAsync<UsageStoreException>()
            .WithMessage($"*has schema {StoreSchema.Version + 1}*up to {StoreSchema.Version}. Update the package*");
    }

    [Fact]
    public async Task Options_out_of_range_are_told_all_at_once()
    {
        SqliteStoreOptions options = _folder.Options;
        options.BusyTimeout = TimeSpan.FromHours(2);
        options.Synchronous = (SqliteSynchronous)9;

        Func<Task> act = () => OpenAsync(options);

        await act.Should().ThrowAsync<UsageStoreException>().WithMessage(
            "SqliteStoreOptions: BusyTimeout is 02:00:00*Synchronous is 9*");
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_files_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        await using var store = new SqliteUsageStore(_folder.Options);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        await store.AppendAsync([new RecordFactory().Make()], TestContext.Current.CancellationToken);

        Directory.GetFiles(_folder.Folder).Should().HaveCountGreaterThan(1).And.OnlyContain(
            f => File.GetUnixFileMode(f) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("3.51.2", false)]
    [InlineData("3.51.3", true)]
    [InlineData("3.53.0", true)]
    public void A_native_library_that_can_corrupt_the_log_is_refused(string version, bool isGood)
    {
        Action act = () => NativeVersion.Require(Version.Parse(version));

        if (isGood) act.Should().NotThrow();
        else act.Should().Throw<UsageStoreException>().WithMessage("*3.51.2*3.51.3*SQLitePCLRaw.bundle_e_sqlite3*");
    }

    [Fact]
    public async Task A_plain_path_and_the_verb_are_enough()
    {
        var services = new ServiceCollection();
        new Builder(services).UseSqlite(_folder.File);
        await using ServiceProvider provider = services.BuildServiceProvider();

        IUsageStore store = provider.GetRequiredService<IUsageStore>();
        await store.OpenAsync(TestContext.Current.CancellationToken);

        File.Exists(_folder.File).Should().BeTrue();
    }

    [Fact]
    public async Task A_store_that_was_not_opened_says_so()
    {
        await using var store = new SqliteUsageStore(_folder.Options);

        Func<Task> act = async () => await store.AppendAsync([], TestContext.Current.CancellationToken);

        await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("*OpenAsync*");
    }

    private static async Task OpenAsync(SqliteStoreOptions options)
    {
        await using var store = new SqliteUsageStore(options);
        await store.OpenAsync(TestContext.Current.CancellationToken);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Builder(IServiceCollection Services) : ITokenMonitoringBuilder;
}
