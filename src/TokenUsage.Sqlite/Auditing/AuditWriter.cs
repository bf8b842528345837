using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Auditing;

/// <summary>Adds entries and forgets persons, inside the caller's transaction.</summary>
internal sealed class AuditWriter(SqliteConnection connection)
{
    public void Append(AuditChange change, DateTimeOffset at)
    {
        (long last, byte[] head) = ReadHead();
        byte[] actor = Commit(change.Actor.Name);
        byte[]? subject = change.Subject is { } name ? Commit(name) : null;
        string? before = AuditSeal.Hide(change.Before, change.Subject);
        string? after = AuditSeal.Hide(change.After, change.Subject);
        byte[] seal = AuditSeal.Of(
            head, last + 1, at, actor, subject, change.Action, change.Target, before, after);

        using var insert = new Statement(connection, "INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.Bind(0, last + 1);
        insert.Bind(1, at.UtcTicks);
        insert.Bind(2, actor);
        if (subject is not null) insert.Bind(3, subject);
        insert.Bind(4, change.Action);
        insert.Bind(5, change.Target);
        insert.Bind(6, before);
        insert.Bind(7, after);
        insert.Bind(8, seal);
        insert.Run();
    }

    public long Forget(IReadOnlyList<string> identities)
    {
        using var delete = new Statement(connection, "DELETE FROM audit_person WHERE name = ?");
        long forgotten = 0;
        foreach (string identity in identities)
        {
            delete.Bind(0, identity);
            forgotten += delete.Run();
        }

        return forgotten;
    }

    private (long Last, byte[] Head) ReadHead()
    {
        using var head = new Statement(
            connection, "SELECT sequence, seal FROM audit_entry ORDER BY sequence DESC LIMIT 1");
        return head.Step() ? (head.Int64(0), head.Blob(1).ToArray()) : (0, new byte[AuditSeal.Size]);
    }

    private byte[] Commit(string name)
    {
        using var find = new Statement(connection, "SELECT commitment FROM audit_person WHERE name = ?");
        find.Bind(0, name);
        if (find.Step()) return find.Blob(0).ToArray();

        byte[] salt = AuditSeal.NewSalt();
        byte[] commitment = AuditSeal.Commit(salt, name);
        using var add = new Statement(connection, "INSERT INTO audit_person VALUES (?, ?, ?)");
        add.Bind(0, commitment);
        add.Bind(1, name);
        add.Bind(2, salt);
        add.Run();
        return commitment;
    }
}
