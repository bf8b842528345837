namespace TokenUsage.Recording;

/// <summary>Where a record lies.</summary>
internal readonly record struct JournalPosition(JournalSegment Segment, int Offset, int Length);
