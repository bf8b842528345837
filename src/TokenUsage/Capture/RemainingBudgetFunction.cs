using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenUsage.Capture;

/// <summary>Tells a model what is left of the quotas of whoever it works for.</summary>
/// <remarks>Written out, and not made by AIFunctionFactory: that reads a method by reflection.</remarks>
internal sealed class RemainingBudgetFunction(ITokenQuotas quotas, UsageDimensions? subject) : AIFunction
{
    private static readonly JsonElement NoArguments =
        JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement.Clone();

    public override string Name => "get_remaining_budget";

    public override string Description =>
        "Says how much of the token and money budgets is left for this user or task, and when they reset. Call it "
        + "before long work; when little is left, answer more briefly or finish.";

    public override JsonElement JsonSchema => NoArguments;

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        UsageDimensions asked = UsageScope.Current.Over(subject ?? UsageDimensions.None);
        IReadOnlyList<QuotaStatus> statuses =
            await quotas.GetStatusAsync(asked, cancellationToken).ConfigureAwait(false);
        return Write(statuses);
    }

    private static string Write(IReadOnlyList<QuotaStatus> statuses)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (QuotaStatus status in statuses)
            {
                json.WriteStartObject();
                json.WriteString("budget", status.Quota.Name);
                json.WriteString("unit", status.Quota.Unit.ToString());
                json.WriteNumber("limit", status.Limit);
                json.WriteNumber("remaining", status.Remaining);
                if (status.ResetsAt is { } resetsAt) json.WriteString("resets_at", resetsAt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
