using System.Globalization;

namespace TokenUsage.Reporting.Schedules;

/// <summary>The folder of reports. A file that is there is whole; one beside it says which sink has taken it.</summary>
internal sealed class ReportArchive(string folder)
{
    private const string DateFormat = "yyyy-MM-dd";
    private const string Taken = ".taken-by-";

    /// <summary>Gets the path that a report has without its format's ending.</summary>
    public string StemOf(ReportSchedule schedule, DateTime localStart) => Path.Combine(
        folder, $"{schedule.Name}-{localStart.ToString(DateFormat, CultureInfo.InvariantCulture)}");

    /// <summary>Writes a file whole or not at all, readable for its owner only: it names who used what.</summary>
    public async ValueTask WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string draft = path + ".part";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(draft, options);
        await using (file.ConfigureAwait(false))
        {
            await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        }

        File.Move(draft, path, overwrite: true);
    }

    public static bool IsTaken(string stem, IReportSink sink) => File.Exists(MarkOf(stem, sink));

    public static void MarkTaken(string stem, IReportSink sink) => File.Create(MarkOf(stem, sink)).Dispose();

    /// <summary>Deletes reports whose period began before a day.</summary>
    /// <returns>How many files were reports.</returns>
    public int Prune(IEnumerable<ReportSchedule> schedules, DateTime before)
    {
        if (!Directory.Exists(folder)) return 0;

        int deleted = 0;
        foreach (string path in schedules.SelectMany(s => Directory.EnumerateFiles(folder, s.Name + "-*")).Distinct())
        {
            if (DateOf(path) is not { } date || date >= before) continue;

            File.Delete(path);
            if (!path.Contains(Taken, StringComparison.Ordinal)) deleted++;
        }

        return deleted;
    }

    // The date stands before the first dot; what has none is not ours to delete.
    private static DateTime? DateOf(string path)
    {
        string name = Path.GetFileName(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < DateFormat.Length) return null;

        return DateTime.TryParseExact(
            name.AsSpan(dot - DateFormat.Length, DateFormat.Length), DateFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out DateTime date)
            ? date : null;
    }

    private static string MarkOf(string stem, IReportSink sink) =>
        stem + Taken + string.Concat(sink.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
