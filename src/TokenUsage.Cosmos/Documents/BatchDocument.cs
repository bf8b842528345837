using System.Text.Json;
using Microsoft.Azure.Cosmos;
using TokenUsage.Cosmos.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos.Documents;

/// <summary>
/// What one batch adds to the rollups: announced before its records are created, filled in when it is known which were.
/// </summary>
internal sealed class BatchDocument
{
    public const string Type = "batch";

    /// <summary>The partition of all batches. They are few: merging removes them.</summary>
    public const string Partition = "#batches";

    private const string Open = "open";
    private const string Counted = "counted";

    public required string Stamp { get; init; }

    public required IReadOnlyList<(UsageCube Cube, CellTable Cells)> Cubes { get; init; }

    public static QueryDefinition CountedBefore(string stamp) => new QueryDefinition(
        "SELECT * FROM c WHERE c.user_id = @partition AND c.type = @type AND c.state = @state AND c.batch < @stamp")
        .WithParameter("@partition", Partition)
        .WithParameter("@type", Type)
        .WithParameter("@state", Counted)
        .WithParameter("@stamp", stamp);

    public static QueryDefinition OpenBefore(string stamp) => new QueryDefinition(
        "SELECT * FROM c WHERE c.user_id = @partition AND c.type = @type AND c.state = @state AND c.batch < @stamp")
        .WithParameter("@partition", Partition)
        .WithParameter("@type", Type)
        .WithParameter("@state", Open)
        .WithParameter("@stamp", stamp);

    /// <summary>Counts the records that a batch has really created.</summary>
    public static BatchDocument Count(string stamp, IEnumerable<UsageRecord> records)
    {
        (UsageCube Cube, CellTable Cells)[] cubes = [.. UsageCube.Standard.Select(cube => (cube, new CellTable()))];
        foreach (UsageRecord record in records)
        {
            var sample = new RollupSample(record);
            foreach ((UsageCube cube, CellTable cells) in cubes) cells.Add(cube, record, sample);
        }

        return new BatchDocument { Stamp = stamp, Cubes = cubes };
    }

    /// <summary>Sums up the differences that a batch of corrections has really made.</summary>
    public static BatchDocument Correct(string stamp, IEnumerable<(UsageRecord Record, CostChange Change)> corrected)
    {
        (UsageCube Cube, CellTable Cells)[] cubes = [.. UsageCube.Standard.Select(cube => (cube, new CellTable()))];
        foreach ((UsageRecord record, CostChange change) in corrected)
        {
            var before = new RollupSample(record with { Cost = change.Before });
            var after = new RollupSample(record with { Cost = change.After });
            foreach ((UsageCube cube, CellTable cells) in cubes) cells.Correct(cube, record, before, after);
        }

        return new BatchDocument { Stamp = stamp, Cubes = cubes };
    }

    public static ReadOnlyMemory<byte> Announce(string stamp) => JsonText.Write(json => WriteHead(json, stamp, Open));

    /// <summary>Announces corrections, and of which records: they name other batches as their own.</summary>
    public static ReadOnlyMemory<byte> Announce(string stamp, IEnumerable<UsageRecord> records) =>
        JsonText.Write(json =>
        {
            WriteHead(json, stamp, Open);
            json.WriteStartArray("corrects");
            foreach (UsageRecord record in records)
            {
                json.WriteStartArray();
                json.WriteStringValue(RecordDocument.PartitionOf(record));
                json.WriteStringValue(RecordDocument.IdOf(record.Id));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        });

    /// <summary>Reads partition and id of the records that a batch corrects; <see langword="null"/> when it created some.</summary>
    public static IReadOnlyList<(string Partition, string Id)>? CorrectedBy(JsonElement document) =>
        document.TryGetProperty("corrects", out JsonElement records)
            ? [.. records.EnumerateArray().Select(record => (record[0].GetString()!, record[1].GetString()!))]
            : null;

    public ReadOnlyMemory<byte> Write() => JsonText.Write(json =>
    {
        WriteHead(json, Stamp, Counted);
        json.WriteStartObject("cells");
        foreach ((UsageCube cube, CellTable cells) in Cubes)
        {
            json.WritePropertyName(NameOf(cube));
            cells.Write(json);
        }

        json.WriteEndObject();
    });

    public static string StampOf(JsonElement document) => document.GetProperty("batch").GetString()!;

    /// <summary>Reads the cells of one cube out of a batch.</summary>
    public static CellTable Read(JsonElement document, UsageCube cube) =>
        CellTable.Read(document.GetProperty("cells").GetProperty(NameOf(cube)));

    // The cube without dimensions has an empty name, which tools do not expect of a property.
    public static string NameOf(UsageCube cube) => cube.Name.Length == 0 ? "total" : cube.Name;

    private static void WriteHead(Utf8JsonWriter json, string stamp, string state)
    {
        json.WriteString("id", stamp);
        json.WriteString("user_id", Partition);
        json.WriteString("type", Type);
        json.WriteString("batch", stamp);
        json.WriteString("state", state);
    }
}
