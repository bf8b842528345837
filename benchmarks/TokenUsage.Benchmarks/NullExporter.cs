using OpenTelemetry;

namespace TokenUsage.Benchmarks;

/// <summary>Takes what it is given and keeps nothing.</summary>
internal sealed class NullExporter<T> : BaseExporter<T>
    where T : class
{
    public override ExportResult Export(in Batch<T> batch) => ExportResult.Success;
}
