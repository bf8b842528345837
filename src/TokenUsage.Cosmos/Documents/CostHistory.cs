using System.Text.Json;

namespace TokenUsage.Cosmos.Documents;

/// <summary>What a record cost when it was created, and its latest corrections.</summary>
/// <remarks>
/// Sums are worked out from records when the writer of a batch died. They must then be those of the batch: what a record
/// cost when the batch created it, or the difference that the batch made, whatever it costs by now.
/// </remarks>
internal sealed class CostHistory
{
    private CostHistory(Cost? created, IReadOnlyList<CostChange> changes)
    {
        Created = created;
        Changes = changes;
    }

    /// <summary>Gets the history of a record that was never corrected.</summary>
    public static CostHistory None { get; } = new(null, []);

    /// <summary>Gets what the record cost at first; <see langword="null"/> when it still does.</summary>
    public Cost? Created { get; }

    /// <summary>Gets the corrections, of which those are forgotten that no open batch can need.</summary>
    public IReadOnlyList<CostChange> Changes { get; }

    public static CostHistory Read(JsonElement record) =>
        !record.TryGetProperty("created_cost", out JsonElement created)
            ? None
            : new CostHistory(
                CostJson.Read(created),
                [
                    .. record.GetProperty("corrections").EnumerateArray().Select(change => new CostChange(
                        change.GetProperty("batch").GetString()!,
                        CostJson.Read(change.GetProperty("before")),
                        CostJson.Read(change.GetProperty("after")))),
                ]);

    public CostChange? Of(string batch) => Changes.FirstOrDefault(change => change.Batch == batch);

    /// <summary>Adds a correction, and forgets those before a stamp.</summary>
    public CostHistory With(CostChange change, string keepFrom) => new(
        Created ?? change.Before,
        [.. Changes.Where(old => string.CompareOrdinal(old.Batch, keepFrom) >= 0), change]);

    public void Write(Utf8JsonWriter json)
    {
        if (Created is null) return;
        CostJson.Write(json, "created_cost", Created);
        json.WriteStartArray("corrections");
        foreach (CostChange change in Changes)
        {
            json.WriteStartObject();
            json.WriteString("batch", change.Batch);
            CostJson.Write(json, "before", change.Before);
            CostJson.Write(json, "after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
