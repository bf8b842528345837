using System.CommandLine;
using System.CommandLine.Invocation;
using TokenUsage.Cli;
using TokenUsage.Cli.Alerts;
using TokenUsage.Cli.Bills;
using TokenUsage.Cli.Completion;
using TokenUsage.Cli.Configuration;
using TokenUsage.Cli.Dashboards;
using TokenUsage.Cli.Health;
using TokenUsage.Cli.Insights;
using TokenUsage.Cli.Inspection;
using TokenUsage.Cli.Pricing;
using TokenUsage.Cli.Quotas;
using TokenUsage.Cli.Records;
using TokenUsage.Cli.Reports;
using TokenUsage.Cli.Serving;
using TokenUsage.Cli.Stores;
using TokenUsage.Cli.Subscribing;

var root = new RootCommand("Reads, prices and explains language-model usage.")
{
    AlertsCommand.Create(),
    StatusCommand.Create(),
    DashboardCommand.Create(),
    QueryCommand.Create(),
    ReportCommand.Create(),
    AnalyticsCommand.Create(),
    ConfigCommand.Create(),
    CompletionCommand.Create(),
    SystemCommand.Create(),
    ServeCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
    StoreCommand.Create(),
    InspectCommand.Create(),
    PriceCommand.Create(),
    PricesCommand.Create(),
    QuotaCommand.Create(),
    RepriceCommand.Create(),
    ReconcileCommand.Create(),
    SubscribeCommand.Create(),
};
ParseResult result = root.Parse(args);
int code = await result.InvokeAsync().ConfigureAwait(false);
return result.Action is ParseErrorAction ? ExitCode.BadInput : code;
