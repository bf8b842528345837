using System.Text;

namespace TokenUsage.Reporting.Reports;

/// <summary>Charges as rows of FOCUS 1.2, the FinOps Open Cost and Usage Specification, for tools that take bills.</summary>
/// <remarks>
/// Costs must not be empty in FOCUS, and what has no price is not 0 here: a charge of which nothing is priced has no row,
/// and one that is priced in part says so in <c>x_UnpricedCalls</c> and <c>x_UnpricedTokens</c>. Totals know what is paid,
/// not the list price: all four costs are the same. The single records of <c>export --focus</c> tell them apart.
/// </remarks>
internal sealed class FocusReportFormat : IReportFormat
{
    public string Name => "focus";

    public string MediaType => "text/csv";

    public string FileExtension => "focus.csv";

    public async ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        if (report.ChargeTo is null)
        {
            throw new ArgumentException(
                "FOCUS tells what each account is charged, and this report has none; set ReportRequest.ChargeTo, such "
                + "as to Dimension.Project.",
                nameof(report));
        }

        var text = new StringBuilder(string.Join(',', FocusColumn.All.Select(column => column.Name))).Append("\r\n");
        foreach (ReportCharge charge in report.Charges.Where(charge => charge.Totals.PricedUsd is not null))
        {
            for (int i = 0; i < FocusColumn.All.Count; i++)
            {
                if (i > 0) text.Append(',');
                FocusColumn.All[i].Append(text, report, charge);
            }

            text.Append("\r\n");
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
    }
}
