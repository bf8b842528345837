using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Auditing;

/// <summary>A row of the audit trail, with the names of its persons where they are still known.</summary>
internal sealed record AuditRow(
    long Sequence, DateTimeOffset At, byte[] Actor, byte[]? Subject, string Action, string? Target, string? Before,
    string? After, byte[] Seal, string? ActorName, string? SubjectName)
{
    private const string Select =
        """
        SELECT e.sequence, e.at, e.actor, e.subject, e.action, e.target, e.before, e.after, e.seal, a.name, s.name
        FROM audit_entry AS e
        LEFT JOIN audit_person AS a ON a.commitment = e.actor
        LEFT JOIN audit_person AS s ON s.commitment = e.subject
        WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?
        """;

    public static IReadOnlyList<AuditRow> Read(SqliteConnection connection, long after, int limit)
    {
        using var rows = new Statement(connection, Select);
        rows.Bind(0, after);
        rows.Bind(1, (long)limit);
        var page = new List<AuditRow>();
        while (rows.Step())
        {
            page.Add(new AuditRow(
                rows.Int64(0), new DateTimeOffset(rows.Int64(1), TimeSpan.Zero), rows.Blob(2).ToArray(),
                rows.IsNull(3) ? null : rows.Blob(3).ToArray(), rows.Text(4)!, rows.Text(5), rows.Text(6),
                rows.Text(7), rows.Blob(8).ToArray(), rows.Text(9), rows.Text(10)));
        }

        return page;
    }

    public byte[] SealAfter(byte[] previous) =>
        AuditSeal.Of(previous, Sequence, At, Actor, Subject, Action, Target, Before, After);

    public AuditEntry ToEntry() => new()
    {
        Sequence = Sequence,
        At = At,
        Actor = ActorName,
        Action = Action,
        Target = Target,
        Subject = SubjectName,
        HasSubject = Subject is not null,
        Before = Before,
        After = After,
        Seal = Convert.ToHexStringLower(Seal),
    };
}
