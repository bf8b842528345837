using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace TokenUsage.Tests.Recording;

/// <summary>Every step of an append with the first, a middle and the last append of a run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialStepsAttribute : DataAttribute
{
    private static readonly int[] Appends = [1, 2, 3, 5];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
        [
            .. Enum.GetValues<AppendStep>()
            .SelectMany(step => Appends.Select(append => new TheoryDataRow(step, append))),
        ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
