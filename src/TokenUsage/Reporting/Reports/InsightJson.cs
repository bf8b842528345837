using System.Text.Json;

namespace TokenUsage.Reporting.Reports;

/// <summary>What analytics say, in JSON: the same in a report and on the command line.</summary>
internal static class InsightJson
{
    private const int Digits = 10;

    public static void Write(Utf8JsonWriter json, UsageTrend trend)
    {
        json.WriteStartObject();
        json.WriteString("key", trend.Key);
        json.WriteString("measure", NameOf(trend.Measure));
        json.WriteString("direction", NameOf(trend.Direction));
        WriteNumber(json, "total", trend.Total);
        WriteNumber(json, "daily_average", trend.DailyAverage);
        WriteNumber(json, "week_over_week", trend.WeekOverWeek);
        WriteNumber(json, "slope_per_day", trend.SlopePerDay);
        WriteNumber(json, "daily_seasonality", trend.DailySeasonality);
        WriteNumber(json, "weekly_seasonality", trend.WeeklySeasonality);
        WriteNumber(json, "monthly_projection", trend.MonthlyProjection);
        ReportJson.WriteArray(json, "changes", trend.Changes, Write);
        json.WriteString("explanation", trend.Explanation);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UsageAnomaly anomaly)
    {
        json.WriteStartObject();
        json.WriteString("at", anomaly.At);
        json.WriteString("key", anomaly.Key);
        json.WriteString("measure", NameOf(anomaly.Measure));
        WriteNumber(json, "observed", anomaly.Observed);
        WriteNumber(json, "expected", anomaly.Expected);
        WriteNumber(json, "low", anomaly.Low);
        WriteNumber(json, "high", anomaly.High);
        json.WriteString("channel", anomaly.Channel);
        WriteNumber(json, "score", anomaly.Score);
        WriteNumber(json, "severity", anomaly.Severity);
        json.WriteBoolean("is_notice", anomaly.IsNotice);
        json.WriteString("message", anomaly.Message);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UsageForecast forecast)
    {
        json.WriteStartObject();
        json.WriteString("key", forecast.Key);
        json.WriteString("measure", NameOf(forecast.Measure));
        json.WriteString("method", forecast.Method);
        ReportJson.WriteArray(json, "points", forecast.Points, Write);
        json.WritePropertyName("month");
        Write(json, forecast.Month);
        json.WritePropertyName("limit");
        Write(json, forecast.Limit);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ForecastPoint point)
    {
        json.WriteStartObject();
        json.WriteString("start", point.Start);
        WriteNumber(json, "expected", point.Expected);
        WriteNumber(json, "lower", point.Lower);
        WriteNumber(json, "upper", point.Upper);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Recommendation advice)
    {
        json.WriteStartObject();
        json.WriteString("kind", NameOf(advice.Kind));
        json.WriteString("priority", NameOf(advice.Priority));
        json.WriteString("title", advice.Title);
        json.WriteString("message", advice.Message);
        TotalsJson.WriteNumber(json, "saving_usd", advice.SavingUsd);
        json.WriteNumber("tokens", advice.Tokens);
        ReportJson.WriteArray(json, "evidence", advice.Evidence, (writer, id) => writer.WriteStringValue(id));
        json.WriteEndObject();
    }

    public static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known) json.WriteString(name, known);
        else json.WriteNull(name);
    }

    // JSON has no NaN, and the last bits of a sum are noise that would differ between processors.
    public static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known && double.IsFinite(known)) json.WriteNumber(name, Math.Round(known, Digits));
        else json.WriteNull(name);
    }

    /// <summary>Writes an enumeration's value as the rest of the JSON is written: <c>cheaper_model</c>.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void Write(Utf8JsonWriter json, LevelChange change)
    {
        json.WriteStartObject();
        json.WriteString("at", change.At);
        WriteNumber(json, "before", change.Before);
        WriteNumber(json, "after", change.After);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ForecastSum? month)
    {
        if (month is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("until", month.Until);
        WriteNumber(json, "so_far", month.SoFar);
        WriteNumber(json, "expected", month.Expected);
        WriteNumber(json, "lower", month.Lower);
        WriteNumber(json, "upper", month.Upper);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LimitForecast? limit)
    {
        if (limit is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("limit", limit.Limit);
        WriteNumber(json, "probability", limit.Probability);
        WriteMoment(json, "earliest", limit.Earliest);
        WriteMoment(json, "median", limit.Median);
        WriteMoment(json, "latest", limit.Latest);
        json.WriteEndObject();
    }
}
