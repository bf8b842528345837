using System.Globalization;
using TokenUsage.Cli.Inspection;

namespace TokenUsage.Cli.Importing;

/// <summary>Reads the model calls of an HTTP archive.</summary>
internal static class HarCalls
{
    private const string Kind = "har";

    public static IEnumerable<CallRow> Read(FileInfo file)
    {
        var inspector = new UsageInspector();
        foreach (HarEntry entry in HarFile.Read(file))
        {
            string place = $"{file.Name}, entry {entry.Id}";
            yield return inspector.Inspect(entry.Exchange) is { } usage
                ? new CallRow(place, CallOf(entry, usage), null)
                : new CallRow(place, null, null);
        }
    }

    // The answer's own id where there is one: the same exchange may be in two archives.
    private static ImportedCall CallOf(HarEntry entry, InspectedUsage usage)
    {
        string when = entry.StartedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        string identity = usage.ResponseId
            ?? $"{entry.Exchange.Address.GetLeftPart(UriPartial.Path)} {when} {entry.Id}";
        Guid id = StableId.Of(Kind, identity);
        return new ImportedCall
        {
            Identity = identity,
            StatedUsd = usage.StatedCostUsd,
            Host = entry.Exchange.Address.Host,
            Record = new UsageRecord
            {
                Id = id,
                OperationId = id,
                StartedAt = entry.StartedAt,
                Provider = usage.Provider,
                Operation = usage.Operation,
                RequestedModel = usage.RequestedModel,
                Model = usage.Model,
                ResponseId = usage.ResponseId,
                ServiceTier = usage.ServiceTier,
                Tokens = usage.Tokens,
                Meters = usage.Meters,
                Source = usage.Source,
                Cost = Cost.Unpriced,
                Outcome = entry.Exchange.Status < 400 ? CallOutcome.Success : CallOutcome.Failed,
                Metadata = new Dictionary<string, string>(usage.Metadata.DistinctBy(fact => fact.Key)),
                ErrorType = usage.ErrorType,
            },
        };
    }
}
