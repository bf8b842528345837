using System.CommandLine;
using TokenUsage.Cli.Pricing;

var root = new RootCommand("Reads, prices and explains language-model usage.")
{
    PriceCommand.Create(),
    PricesCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
