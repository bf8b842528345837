using System.Net.Sockets;
using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Says what a fault of PostgreSQL means, and which setting mends it.</summary>
internal static class StoreFaults
{
    /// <summary>Explains a fault of opening the store.</summary>
    public static UsageStoreException Explain(Exception exception, Database database, string verb)
    {
        string setting = $"the connection string of {verb}(...)";
        if (exception is PostgresException fault)
        {
            return new UsageStoreException(
                $"{MeaningOf(fault, database, setting)} (PostgreSQL says: {fault.SqlState} {fault.MessageText})",
                IsLasting(fault.SqlState),
                exception);
        }

        return new UsageStoreException(
            $"PostgreSQL cannot be reached: {database.Name} did not answer. Start it, or correct Host and Port in "
            + $"{setting}. ({ReasonOf(exception)})",
            isPermanent: false,
            exception);
    }

    /// <summary>Explains a fault of storing a batch.</summary>
    /// <remarks>
    /// Only what lies in the records themselves is permanent: the recorder then looks for the one at fault. A password
    /// that was changed, or a table that is gone, is mended while the records wait.
    /// </remarks>
    public static UsageStoreException ExplainAppend(Exception exception, Database database)
    {
        if (exception is PostgresException fault && IsInRecord(fault.SqlState))
        {
            return new UsageStoreException(
                $"A record of the batch cannot be stored: {fault.SqlState} {fault.MessageText}",
                isPermanent: true,
                exception);
        }

        UsageStoreException known = Explain(exception, database, "UsePostgreSql");
        return known.IsPermanent ? new UsageStoreException(known.Message, isPermanent: false, exception) : known;
    }

    /// <summary>Says whether a fault is one of the server or the way to it, and not of this code.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is NpgsqlException or SocketException or TimeoutException or IOException;

    /// <summary>Says whether the same transaction, sent again at once, may well succeed.</summary>
    /// <remarks>The check violation is a row on its way to the default partition while its own was made.</remarks>
    public static bool IsCollision(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.CheckViolation,
    };

    private static bool IsInRecord(string state) => state != PostgresErrorCodes.CheckViolation
        && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal)
            || state.StartsWith("54", StringComparison.Ordinal));

    private static string MeaningOf(PostgresException fault, Database database, string setting) => fault.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{database.Name} refuses the user '{database.User}'. Correct Username and Password in {setting}, or allow "
            + "the user in pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"The server has no database {database.Name}. Create it, or correct Database in {setting}.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user '{database.User}' lacks a right in {database.Name}. Grant it (docs/guides/postgresql.md has the "
            + $"list), or name another user in {setting}.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn =>
            $"The schema '{database.Schema}' of {database.Name} lacks a part of the store. Set UpgradeSchema to true "
            + $"in UsePostgreSql(...), or run the script of {nameof(PostgreSqlSchema)}.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"{database.Name} takes no writes: it is a replica, or set to read only. Name the primary in {setting}.",
        PostgresErrorCodes.TooManyConnections =>
            $"{database.Name} has no connection left. Raise max_connections, or lower Maximum Pool Size in {setting}.",
        PostgresErrorCodes.CannotConnectNow => $"{database.Name} is starting or stopping. Wait for it.",
        PostgresErrorCodes.DiskFull => $"{database.Name} has no room left. Make room, or shorten the retention.",
        _ => $"{database.Name} cannot be used. See the inner exception, or change {setting}.",
    };

    private static bool IsLasting(string state) => state is PostgresErrorCodes.InvalidPassword
        or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName
        or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable
        or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName
        or PostgresErrorCodes.UndefinedColumn;

    private static string ReasonOf(Exception exception) =>
        exception.InnerException is SocketException socket ? socket.Message : exception.Message;
}
