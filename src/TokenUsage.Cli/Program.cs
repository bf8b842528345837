using System.CommandLine;

return await new RootCommand("Reads, prices and explains language-model usage.").Parse(args).InvokeAsync()
    .ConfigureAwait(false);
