namespace TokenUsage.Alerting.LifeCycle;

/// <summary>A step in an alert's life.</summary>
/// <param name="Entry">The alert afterwards.</param>
/// <param name="Transition">What happened; <see langword="null"/> for what only the book-keeping knows.</param>
/// <param name="IsTold">Whether channels hear of it.</param>
internal readonly record struct AlertStep(AlertEntry Entry, AlertTransition? Transition, bool IsTold);
