namespace TokenUsage.Cli.Stores;

/// <summary>A SQLite file, with its quotas and alerts in files beside it.</summary>
internal sealed class SqliteAddress(FileInfo file) : StoreAddress
{
    public override string Name => file.FullName;

    public override FileInfo File => file;

    public override bool HasStore(bool mayCreate) => mayCreate || file.Exists;

    public override void Configure(ITokenMonitoringBuilder builder, bool mayCreate)
    {
        string connection = $"Data Source={file.FullName}";
        if (HasStore(mayCreate)) builder.UseSqlite(connection);
        else builder.UseSqliteQuotas(connection).UseSqliteAlerts(connection); // an application may keep only those
    }

    public override Task RequireThereAsync(string? beside, CancellationToken cancellationToken)
    {
        bool isThere = file.Exists || (beside is not null && System.IO.File.Exists(file.FullName + beside));
        return isThere
            ? Task.CompletedTask
            : throw new InputException($"There is no store '{file.FullName}'; name the database with --store.");
    }

    public override Task<long> ReadSchemaVersionAsync(CancellationToken cancellationToken) =>
        Task.FromResult(SchemaVersion.Of(file));
}
