namespace TokenUsage.Admission.Windows;

/// <summary>One calendar window: the local time it is named after, and the instants it lies between.</summary>
internal readonly record struct CalendarSpan(DateTime LocalStart, DateTime Start, DateTime End);
