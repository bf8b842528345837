using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Describes what is sent and answered, as the serializer writes it.</summary>
internal static class OpenApiSchema
{
    private const string Reference = "$ref";

    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => Describe(context.TypeInfo.Type) ?? schema,
    };

    public static JsonNode Of(JsonTypeInfo? type)
    {
        if (type is null) return new JsonObject();

        JsonNode schema = type.GetJsonSchemaAsNode(Options);
        return Expand(schema, schema);
    }

    // What a converter of ours writes says nothing of itself: the exporter allows anything there.
    private static JsonObject? Describe(Type type)
    {
        if (type == typeof(TimeSpan)) return new JsonObject { ["type"] = "number", ["description"] = "Seconds." };
        if (type == typeof(TimeSpan?)) return new JsonObject { ["type"] = new JsonArray("number", "null") };
        if (type == typeof(Dimension)) return new JsonObject { ["type"] = "string" };
        return type == typeof(Dimension?) ? new JsonObject { ["type"] = new JsonArray("string", "null") } : null;
    }

    // A reference counts from the document's root, which is another one here. None of our types holds itself.
    private static JsonNode Expand(JsonNode node, JsonNode root) => node switch
    {
        JsonObject place when place[Reference]?.GetValue<string>() is { } pointer => Expand(Find(root, pointer), root),
        JsonObject place => new JsonObject(place.Select(
            pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : (JsonNode?)Expand(pair.Value, root)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Expand(item, root))]),
        _ => node.DeepClone(),
    };

    private static JsonNode Find(JsonNode root, string pointer)
    {
        JsonNode found = root;
        foreach (string part in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = (found is JsonArray list ? list[int.Parse(key, CultureInfo.InvariantCulture)] : found[key])!;
        }

        return found;
    }
}
