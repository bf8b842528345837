using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Reports;

/// <summary><c>token-usage report</c>: what people send on, as JSON, CSV, HTML or PDF.</summary>
internal sealed class ReportCommand(TimeProvider time)
{
    private const int MostDays = 3660;

    private readonly StoreOptions _store = new();
    private readonly RangeOptions _range = new();

    private readonly Option<int?> _days = new("--days", "-d")
    {
        Description = "The length of the period in days that end now; the same as --last with a 'd'.",
    };

    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "json, csv, html, pdf or focus; by default the ending of --output, or else json.",
    };

    private readonly Option<FileInfo> _output = new("--output", "-o")
    {
        Description = "The file to write; the standard output when left out.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "The same as --format json." };

    private readonly Option<string> _title = new("--title")
    {
        Description = "The title.",
        DefaultValueFactory = _ => new ReportRequest().Title,
    };

    private readonly Option<string[]> _by = new("--by", "-b")
    {
        Description = "The tables of cost: model, user, feature, project, tag:team; several with commas.",
    };

    private readonly Option<string> _chargeTo = new("--charge-to")
    {
        Description = "Whom to charge by day and model: project, tag:department. With --format focus: project.",
    };

    private readonly Option<int> _top = new("--top", "-t")
    {
        Description = "The rows of a table; the rest is 'other'.",
        DefaultValueFactory = _ => new ReportRequest().Top,
    };

    public static Command Create(TimeProvider? time = null) => new ReportCommand(time ?? TimeProvider.System).Build();

    private Command Build()
    {
        var command = new Command("report", "Writes a report on a period: usage, cost, quotas, insights.")
        {
            _days, _format, _output, _title, _by, _top, _chargeTo, _json,
        };
        _range.AddTo(command);
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        FileInfo? file = result.GetValue(_output);
        string format = FormatOf(result, file);
        ReportRequest request = RequestOf(result, format);
        await using StoreSession session =
            await StoreSession.OpenAsync(_store.AddressOf(result), cancellationToken);
        await session.AdoptQuotasAsync(cancellationToken);
        UsageReport report = await session.Reports.CreateAsync(request, cancellationToken);

        // Whole before it is written: a format that fails must not leave half a file in the place of a good one.
        using var content = new MemoryStream();
        await session.Reports.WriteAsync(report, format, content, cancellationToken);
        content.Position = 0;
        if (file is null)
        {
            await WriteAsync(result, format, content, cancellationToken);
            return ExitCode.Success;
        }

        await using FileStream target = file.Create();
        await content.CopyToAsync(target, cancellationToken);
        await result.InvocationConfiguration.Error.WriteLineAsync($"Report {report.Id} is in '{file.FullName}'.");
        return ExitCode.Success;
    }

    private static async Task WriteAsync(
        ParseResult result, string format, MemoryStream content, CancellationToken cancellationToken)
    {
        if (format == "pdf")
        {
            await using Stream pipe = Console.OpenStandardOutput();
            await content.CopyToAsync(pipe, cancellationToken);
            return;
        }

        using var reader = new StreamReader(content);
        await result.InvocationConfiguration.Output.WriteAsync(await reader.ReadToEndAsync(cancellationToken));
    }

    private string FormatOf(ParseResult result, FileInfo? file)
    {
        if (result.GetValue(_json)) return "json";
        if (result.GetValue(_format) is { } named) return named.ToLowerInvariant();

        if (file?.Name.EndsWith(".focus.csv", StringComparison.OrdinalIgnoreCase) is true) return "focus";

        return file?.Extension.TrimStart('.').ToLowerInvariant() switch
        {
            null or "" => "json",
            "htm" => "html",
            string ending => ending,
        };
    }

    private ReportRequest RequestOf(ParseResult result, string format)
    {
        int? days = result.GetValue(_days);
        if (days is < 1 or > MostDays)
            throw new InputException($"--days {days} is no period; use 1 to {MostDays}.");

        return new ReportRequest
        {
            Title = result.GetRequiredValue(_title),
            Range = days is { } length ? TimeRange.Last(TimeSpan.FromDays(length)) : _range.RangeOf(result, time),
            TimeZone = result.GetRequiredValue(_range.Zone),
            Where = _range.FiltersOf(result),
            Top = result.GetValue(_top),
            ChargeTo = result.GetValue(_chargeTo) is { } account ? RangeOptions.DimensionOf(account)
                : format == "focus" ? Dimension.Project : null,
            CostBy = result.GetValue(_by) is { Length: > 0 } names ? RangeOptions.DimensionsOf(names)
                : new ReportRequest().CostBy,
        };
    }
}
