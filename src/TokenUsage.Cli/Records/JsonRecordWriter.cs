using System.Text.Json;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Records;

/// <summary>Writes records as JSON: an array, or one object a line. What a record does not have is left out.</summary>
internal sealed class JsonRecordWriter(bool isArray) : IRecordWriter
{
    private bool _hasBegun;

    public void Begin(TextWriter output)
    {
        if (isArray) output.Write('[');
    }

    public bool Write(UsageRecord record, TextWriter output)
    {
        if (isArray) output.Write(_hasBegun ? ",\n" : "\n");
        _hasBegun = true;
        output.Write(SummaryJson.Write(json => Write(json, record)));
        if (!isArray) output.Write('\n');
        return true;
    }

    public void End(TextWriter output)
    {
        if (isArray) output.Write("\n]\n");
    }

    private static void Write(Utf8JsonWriter json, UsageRecord record)
    {
        json.WriteStartObject();
        foreach (RecordColumn column in RecordColumns.All)
        {
            if (column.ValueOf(record) is not { } value) continue;

            json.WritePropertyName(column.Name);
            if (column.Kind == ColumnKind.Text) json.WriteStringValue(value);
            else json.WriteRawValue(value);
        }

        json.WriteEndObject();
    }
}
