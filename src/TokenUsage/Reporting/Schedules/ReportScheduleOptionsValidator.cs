using Microsoft.Extensions.Options;

namespace TokenUsage.Reporting.Schedules;

/// <summary>Reports every fault of the schedules at once.</summary>
internal sealed class ReportScheduleOptionsValidator : IValidateOptions<ReportScheduleOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, ReportScheduleOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ReportScheduleOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
            yield return "The folder of scheduled reports is empty; set ReportScheduleOptions.Folder.";
        if (options.KeepFor < Day || options.KeepFor > 36_525 * Day)
            yield return $"KeepFor of scheduled reports is {options.KeepFor}; use a day to 100 years.";
        if (options.Delay < TimeSpan.Zero || options.Delay > Day)
            yield return $"Delay of scheduled reports is {options.Delay}; use zero to a day.";
        foreach (ReportSchedule schedule in options.Schedules)
        {
            if (schedule.Name.Length is 0 or > 64 || !schedule.Name.All(IsPlain))
                yield return $"A report schedule is called '{schedule.Name}'; use 1 to 64 letters, digits, - and _.";
            if (schedule.Formats.Count == 0)
                yield return $"The report schedule '{schedule.Name}' has no format; name one: csv.";
            if (schedule.Request.ChargeTo is null
                && schedule.Formats.Contains("focus", StringComparer.OrdinalIgnoreCase))
            {
                yield return $"The report schedule '{schedule.Name}' has the format focus and nobody to charge; set "
                    + "Request.ChargeTo (in settings ChargeTo): project.";
            }

            if (!Enum.IsDefined(schedule.Cycle))
            {
                yield return $"The report schedule '{schedule.Name}' has the cycle {schedule.Cycle}; use Day, Week or "
                    + "Month.";
            }

            if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.Request.TimeZone, out _))
            {
                yield return $"The report schedule '{schedule.Name}' has the time zone '{schedule.Request.TimeZone}'; "
                    + "use an IANA name: Europe/Berlin.";
            }
        }

        foreach (IGrouping<string, ReportSchedule> twins in options.Schedules
            .GroupBy(schedule => schedule.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return $"{twins.Count()} report schedules are called '{twins.Key}'; give each its own name.";
        }
    }

    // It becomes part of a path.
    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
