using System.CommandLine;
using TokenUsage.Cli.Inspection;
using TokenUsage.Cli.Pricing;

var root = new RootCommand("Reads, prices and explains language-model usage.")
{
    InspectCommand.Create(),
    PriceCommand.Create(),
    PricesCommand.Create(),
    RepriceCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
