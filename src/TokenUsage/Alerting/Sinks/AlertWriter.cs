using System.Text;
using Microsoft.Extensions.Logging;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Puts alerts into words. What it returns is plain text: each channel escapes it.</summary>
internal sealed class AlertWriter(Func<AlertOptions> options, ILogger<AlertWriter> logger)
{
    private const int MostLetters = 2_000;

    /// <summary>Writes an alert's text, by the application's template where there is one.</summary>
    public string Text(AlertNotice notice, Alert alert)
    {
        string text = alert.Message;
        if (options().Template is { } template)
        {
            try
            {
                text = template(notice with { Alerts = [alert] }) ?? text;
            }
            catch (Exception exception)
            {
                logger.TemplateFailed(exception);
            }
        }

        return text.Length <= MostLetters ? text : text[..MostLetters] + "…";
    }

    /// <summary>Writes one line that says what it is about.</summary>
    public static string Title(AlertNotice notice) => OneLine(notice.Transition == AlertTransition.Digest
        ? $"{notice.Alerts.Count} alerts, the worst {notice.Severity}"
        : $"{Word(notice)}: {notice.Alert.Rule}"
            + (notice.Alert.Subject.Length == 0 ? "" : $" ({notice.Alert.Subject})"));

    /// <summary>Makes one line of a text, without the letters that steer terminals and headers.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(char.IsControl)) return text;

        var line = new StringBuilder(text.Length);
        foreach (char letter in text) line.Append(char.IsControl(letter) ? ' ' : letter);
        return line.ToString();
    }

    private static string Word(AlertNotice notice) => notice.Transition switch
    {
        AlertTransition.Resolved => "Resolved",
        AlertTransition.Test => "Test",
        AlertTransition.Reminded => $"{notice.Severity}, still",
        AlertTransition.Escalated => $"{notice.Severity}, nobody has acknowledged",
        AlertTransition.Worsened => $"{notice.Severity}, worse",
        _ => notice.Severity.ToString(),
    };
}
