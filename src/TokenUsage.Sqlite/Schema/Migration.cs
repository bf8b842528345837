using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Schema;

/// <summary>One step of the schema: statements, then what statements cannot do.</summary>
internal sealed record Migration(string Sql, Action<SqliteConnection>? Then = null);
