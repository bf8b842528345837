namespace TokenUsage.Alerting.Sinks;

/// <summary>Hands alerts about a user to the application, which knows how to reach him.</summary>
/// <remarks>The user is named as the records name him: whoever uses pseudonyms resolves them here, and nowhere else.</remarks>
internal sealed class UserNoticeSink(
    string name, Func<string, AlertNotice, CancellationToken, ValueTask> tell) : IAlertSink
{
    public string Name => name;

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, Alert> user in notice.Alerts
            .Where(alert => alert.Scope.User is not null).GroupBy(alert => alert.Scope.User!))
        {
            await tell(user.Key, notice with { Alerts = [.. user] }, cancellationToken).ConfigureAwait(false);
        }
    }
}
