using System.Text.Json.Nodes;
using TokenUsage.AspNetCore.Security;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>Describes the interface by the list of its routes, so that the two cannot differ.</summary>
/// <remarks>Written here: the framework's generator reads only handlers whose parameters are bound by reflection.</remarks>
internal static class OpenApiRoute
{
    private static readonly Lazy<string> Paths = new(() => DescribePaths().ToJsonString());

    public static UsageRoute Route { get; } =
        new("GET", "/api/openapi.json", "This interface, as an OpenAPI 3.1 document.", AnswerAsync);

    private static Task AnswerAsync(UsageCall call)
    {
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Token usage", ["version"] = "1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = $"{call.Http.Request.PathBase}{call.Web.Path}" }),
            ["paths"] = JsonNode.Parse(Paths.Value),
        };
        return call.WriteBytesAsync(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), "application/json");
    }

    private static JsonObject DescribePaths()
    {
        var paths = new JsonObject();
        foreach (IGrouping<string, UsageRoute> path in UsageRoutes.All.Where(r => r.IsApi).GroupBy(r => r.Path))
        {
            var operations = new JsonObject();
            foreach (UsageRoute route in path) operations[route.Method.ToLowerInvariant()] = Describe(route);
            paths[path.Key] = operations;
        }

        return paths;
    }

    private static JsonObject Describe(UsageRoute route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{route.Method.ToLowerInvariant()}{route.Path["/api".Length..]}",
            ["summary"] = route.Summary,
            ["parameters"] = new JsonArray([.. ParametersOf(route)]),
            ["responses"] = new JsonObject
            {
                ["200"] = Answer("The answer.", "application/json", OpenApiSchema.Of(route.Result)),
                ["400"] = Answer("A parameter is not right; it is named.", "application/problem+json", ProblemSchema()),
                ["403"] = Answer("Not allowed.", "application/problem+json", ProblemSchema()),
            },
        };
        if (route.Body is null) return operation;

        operation["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = OpenApiSchema.Of(route.Body) },
            },
        };
        return operation;
    }

    private static IEnumerable<JsonNode> ParametersOf(UsageRoute route)
    {
        foreach (RouteParameter parameter in route.Parameters)
            yield return Describe(parameter, isRequired: parameter.Place == "path");
        if (route.TakesFilters)
        {
            foreach (Dimension dimension in Dimension.Named)
                yield return Describe(new(dimension.Name, $"Only calls of this {dimension}; may be repeated."), false);
        }

        if (route.Kind is not RouteKind.Read)
            yield return Describe(new(Doorkeeper.WriteHeader, "Any value.", Place: "header"), isRequired: true);
    }

    private static JsonObject Describe(RouteParameter parameter, bool isRequired) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.Place,
        ["required"] = isRequired,
        ["description"] = parameter.Description,
        ["schema"] = new JsonObject { ["type"] = parameter.Type },
    };

    private static JsonObject Answer(string description, string mediaType, JsonNode schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["parameter"] = new JsonObject { ["type"] = "string" },
        },
    };
}
