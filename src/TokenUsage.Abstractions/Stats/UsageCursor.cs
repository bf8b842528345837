using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Marks where a reader of records stopped. The text is opaque, stable, and holds no usage.</summary>
public static class UsageCursor
{
    /// <summary>Gets the cursor with which <see cref="UsageQuery.Cursor"/> goes on after this record.</summary>
    public static string After(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordPosition.Of(record).ToCursor();
    }
}
