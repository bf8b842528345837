using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace TokenUsage.Cli.Alerts;

/// <summary>Shows alerts and messages, as tables or as JSON.</summary>
internal static class AlertTables
{
    public static void Show(TextWriter output, bool asJson, IReadOnlyList<Alert> alerts)
    {
        if (asJson)
        {
            WriteJson(output, alerts, Write);
            return;
        }

        Table table = new Table().AddColumns("Id", "Raised", "State", "Severity", "Rule", "Subject", "Message");
        foreach (Alert alert in alerts)
        {
            table.AddRow(
                alert.Id.ToString(), Time(alert.RaisedAt), alert.State.ToString(), alert.Severity.ToString(),
                Text(alert.Rule), Text(alert.Subject), Text(alert.Message));
        }

        Terminal.Over(output).Write(table);
    }

    public static void Show(TextWriter output, bool asJson, IReadOnlyList<AlertDelivery> deliveries)
    {
        if (asJson)
        {
            WriteJson(output, deliveries, Write);
            return;
        }

        Table table = new Table().AddColumns("Written", "Channel", "State", "Attempts", "Alert", "What", "Fault");
        foreach (AlertDelivery delivery in deliveries)
        {
            table.AddRow(
                Time(delivery.CreatedAt), Text(delivery.Channel), delivery.State.ToString(),
                delivery.Attempts.ToString(CultureInfo.InvariantCulture), delivery.Alert.Id.ToString(),
                delivery.Transition.ToString(), Text(delivery.Error ?? ""));
        }

        Terminal.Over(output).Write(table);
    }

    public static void Show(TextWriter output, bool asJson, AlertSilence silence)
    {
        if (asJson) WriteJson(output, [silence], Write);
        else output.WriteLine($"'{silence.Rule}' is silent until {silence.Until:u}.");
    }

    public static void Show(TextWriter output, bool asJson, AlertTest test)
    {
        if (asJson)
        {
            WriteJson(output, test.Notices, Write);
            return;
        }

        Table table = new Table().AddColumns("At", "What", "Severity", "Subject", "Message");
        foreach (AlertNotice notice in test.Notices)
        {
            table.AddRow(
                Time(notice.At), notice.Transition.ToString(), notice.Severity.ToString(), Text(notice.Alert.Subject),
                Text(notice.Alert.Message));
        }

        Terminal.Over(output).Write(table);
        output.WriteLine($"{test.Notices.Count} messages in {test.Evaluations} evaluations of '{test.Rule}'.");
    }

    private static void WriteJson<T>(TextWriter output, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (T item in items)
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteString("id", alert.Id);
        json.WriteString("rule", alert.Rule);
        json.WriteString("subject", alert.Subject);
        json.WriteString("period", alert.Period);
        json.WriteString("severity", alert.Severity.ToString());
        json.WriteString("state", alert.State.ToString());
        json.WriteString("message", alert.Message);
        json.WriteString("raised_at", alert.RaisedAt);
        if (alert.AcknowledgedAt is { } acknowledged) json.WriteString("acknowledged_at", acknowledged);
        if (alert.EndedAt is { } ended) json.WriteString("ended_at", ended);
        if (alert.Actor is { } actor) json.WriteString("actor", actor);
        if (alert.Value is { } value) json.WriteNumber("value", value);
        if (alert.Threshold is { } threshold) json.WriteNumber("threshold", threshold);
    }

    private static void Write(Utf8JsonWriter json, AlertDelivery delivery)
    {
        json.WriteString("id", delivery.Id);
        json.WriteString("alert", delivery.Alert.Id);
        json.WriteString("channel", delivery.Channel);
        json.WriteString("transition", delivery.Transition.ToString());
        json.WriteString("state", delivery.State.ToString());
        json.WriteNumber("attempts", delivery.Attempts);
        json.WriteString("created_at", delivery.CreatedAt);
        if (delivery.Error is { } error) json.WriteString("error", error);
    }

    private static void Write(Utf8JsonWriter json, AlertNotice notice)
    {
        json.WriteString("at", notice.At);
        json.WriteString("transition", notice.Transition.ToString());
        json.WriteString("severity", notice.Severity.ToString());
        json.WriteString("subject", notice.Alert.Subject);
        json.WriteString("message", notice.Alert.Message);
    }

    private static void Write(Utf8JsonWriter json, AlertSilence silence)
    {
        json.WriteString("id", silence.Id);
        json.WriteString("rule", silence.Rule);
        json.WriteString("subject", silence.Subject);
        json.WriteString("from", silence.From);
        json.WriteString("until", silence.Until);
        json.WriteString("reason", silence.Reason);
        json.WriteString("actor", silence.Actor);
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // Control characters would steer the terminal of whoever reads it.
    private static string Text(string text) =>
        Markup.Escape(new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]));
}
