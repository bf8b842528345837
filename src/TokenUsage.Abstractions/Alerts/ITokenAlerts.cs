namespace TokenUsage;

/// <summary>The alerts: lists them, takes them up, ends them, raises them.</summary>
public interface ITokenAlerts
{
    /// <summary>Lists the alerts that hold, the latest first.</summary>
    ValueTask<IReadOnlyList<Alert>> GetActiveAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists alerts, the latest first.</summary>
    ValueTask<IReadOnlyList<Alert>> GetHistoryAsync(AlertQuery query, CancellationToken cancellationToken = default);

    /// <summary>Sums up, rule by rule, the alerts that a query lists.</summary>
    ValueTask<IReadOnlyList<AlertStatistics>> GetStatisticsAsync(
        AlertQuery query, CancellationToken cancellationToken = default);

    /// <summary>Takes an alert up: reminders and escalation rest until it worsens.</summary>
    /// <returns>The alert; unchanged where it is over or taken up already.</returns>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    ValueTask<Alert> AcknowledgeAsync(Guid id, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Ends an alert; what still holds raises another one after the rule's cool-down.</summary>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    ValueTask<Alert> ResolveAsync(Guid id, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Ends an alert, and keeps the same from being raised until all has once been well.</summary>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    ValueTask<Alert> DismissAsync(Guid id, ChangeActor actor, CancellationToken cancellationToken = default);

    /// <summary>Raises an alert of the application's own, or keeps the one that is active.</summary>
    /// <returns>The alert; <see langword="null"/> while the same rests after its end.</returns>
    ValueTask<Alert?> RaiseAsync(AlertRequest request, CancellationToken cancellationToken = default);

    /// <summary>Keeps messages back for a time.</summary>
    /// <returns>The silence, with its id.</returns>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    ValueTask<AlertSilence> SilenceAsync(AlertSilence silence, CancellationToken cancellationToken = default);

    /// <summary>Says what a rule would have told in a time that is over. Nothing is raised and nothing sent.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="range">The time; evaluated at up to 1,000 moments.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no such rule, or what it looks at is not kept.</exception>
    ValueTask<AlertTest> TestAsync(string rule, TimeRange range, CancellationToken cancellationToken = default);

    /// <summary>Sends a test message by a channel, now.</summary>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    /// <exception cref="AlertSinkException">It did not take the message.</exception>
    ValueTask TestChannelAsync(string channel, CancellationToken cancellationToken = default);

    /// <summary>Lists messages, the latest first: those that wait, those that were sent, and those given up.</summary>
    /// <param name="state">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(
        AlertDeliveryState? state, CancellationToken cancellationToken = default);
}
