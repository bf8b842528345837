using TokenUsage.Alerting;
using TokenUsage.Conformance;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class InMemoryAlertStoreTests : AlertStoreConformance
{
    protected override IAlertStore Store { get; } = new InMemoryAlertStore();
}
