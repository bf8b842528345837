using TokenUsage;
using TokenUsage.Alerting;

namespace QuickStart;

/// <summary>What an application may say about alerts. The sample itself gets by with the built-in rules.</summary>
internal static class OurAlerts
{
    public static void Configure(ITokenMonitoringBuilder monitoring, Uri slackUrl, string secret)
    {
        // snippet: alerts-rules
        monitoring
            .AddAlert("team-spend", alert => alert
                .Cost(AlertPeriod.Month, "Europe/Berlin").Per(Dimension.Project)
                .At(400m).At(500m, AlertSeverity.Critical)
                .EscalateTo("pagerduty", TimeSpan.FromMinutes(15)))
            .AddAlert("month-forecast", alert => alert.Forecast(probability: 0.8).At(10_000m, AlertSeverity.High))
            .AddAlert("dear-calls", alert => alert
                .Custom("cost / calls", TimeSpan.FromHours(1)).At(0.05m).MinCalls(100));
        // end-snippet

        // snippet: alerts-channels
        monitoring
            .AddSlackAlerts(slackUrl)
            .AddPagerDutyAlerts("routing-key")
            .AddWebhookAlerts(webhook =>
            {
                webhook.Url = new Uri("https://hooks.example.org/usage");
                webhook.Secret = secret;
            })
            .ConfigureAlerts(alerts =>
            {
                alerts.Routes.Add(new AlertRoute { Channels = ["slack", "webhook", "log"] });
                alerts.Routes.Add(new AlertRoute { Channels = ["pagerduty"], MinSeverity = AlertSeverity.Critical });
                alerts.Channels.Add(new AlertChannel { Name = "slack", DigestEvery = TimeSpan.FromHours(1) });
                alerts.QuietTimes.Add(new AlertQuietTime
                {
                    Cron = "0 22 * * *",
                    Length = TimeSpan.FromHours(8),
                    TimeZone = "Europe/Berlin",
                });
            });
        // end-snippet
    }

    public static void ConfigureMail(ITokenMonitoringBuilder monitoring, string password)
    {
        // snippet: alerts-email
        monitoring.AddEmailAlerts(mail =>
        {
            mail.Host = "smtp.example.org";
            mail.UserName = "alerts";
            mail.Password = password;
            mail.From = "Usage alerts <alerts@example.org>";
            mail.To.Add("ops@example.org");
        });
        // end-snippet
    }
}
