namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>One parameter of a route, as the OpenAPI document tells it.</summary>
internal sealed record RouteParameter(string Name, string Description, string Type = "string", string Place = "query");
