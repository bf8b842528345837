using System.Globalization;
using System.Text.Json;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Documents;

/// <summary>The cells of one cube and hour, and the batches that are in them.</summary>
/// <remarks>
/// One document changes at a time and whole. That it names its batches makes merging idempotent: neither a second
/// merger nor one that died half way counts anything twice.
/// </remarks>
internal sealed class RollupDocument
{
    public const string Type = "rollup";

    public required RollupPlace Place { get; init; }

    public required CellTable Cells { get; init; }

    /// <summary>Gets the batches that are in the cells, each with the time at which it was merged, in UTC ticks.</summary>
    public required Dictionary<string, long> Merged { get; init; }

    public static RollupDocument Empty(RollupPlace place) =>
        new() { Place = place, Cells = new CellTable(), Merged = new Dictionary<string, long>(StringComparer.Ordinal) };

    public static QueryDefinition Between(UsageCube cube, long fromHour, long toHour) => new QueryDefinition(
        "SELECT * FROM c WHERE c.type = @type AND c.cube = @cube AND c.hour >= @from AND c.hour <= @to")
        .WithParameter("@type", Type)
        .WithParameter("@cube", BatchDocument.NameOf(cube))
        .WithParameter("@from", fromHour)
        .WithParameter("@to", toHour);

    public static RollupDocument Read(JsonElement document)
    {
        var merged = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (JsonProperty batch in document.GetProperty("merged").EnumerateObject())
        {
            merged[batch.Name] = long.Parse(batch.Value.GetString()!, CultureInfo.InvariantCulture);
        }

        return new RollupDocument
        {
            Place = new RollupPlace(
                document.GetProperty("cube").GetString()!,
                document.GetProperty("hour").GetInt64(),
                document.GetProperty("part").GetInt32()),
            Cells = CellTable.Read(document.GetProperty("cells")),
            Merged = merged,
        };
    }

    public ReadOnlyMemory<byte> Write() => JsonText.Write(json =>
    {
        json.WriteString("id", Place.Id);
        json.WriteString("user_id", Place.Partition);
        json.WriteString("type", Type);
        json.WriteString("cube", Place.Cube);
        json.WriteNumber("hour", Place.Hour);
        json.WriteNumber("part", Place.Part);
        json.WriteStartObject("merged");
        foreach ((string batch, long at) in Merged)
        {
            json.WriteString(batch, at.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
        json.WritePropertyName("cells");
        Cells.Write(json);
    });
}
