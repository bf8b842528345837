namespace TokenUsage.Email.Tests;

/// <summary>Notices as the dispatcher hands them over.</summary>
internal static class Notices
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AlertNotice One(
        string message = "Too much.", string rule = "spend", string subject = "user=alice") => new()
        {
            Id = Guid.Parse("01900000-0000-7000-8000-000000000001"),
            Transition = AlertTransition.Raised,
            At = Noon,
            Alerts =
            [
                new Alert
                {
                    Id = Guid.Parse("01900000-0000-7000-8000-000000000002"),
                    Rule = rule,
                    Fingerprint = "f",
                    Severity = AlertSeverity.High,
                    Message = message,
                    Subject = subject,
                    RaisedAt = Noon,
                    ChangedAt = Noon,
                },
            ],
        };
}
