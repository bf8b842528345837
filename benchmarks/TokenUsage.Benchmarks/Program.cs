using BenchmarkDotNet.Running;
using TokenUsage.Benchmarks;

if (args is ["caller"])
{
    await CallerCost.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
