namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>What a route does, which decides who may use it.</summary>
internal enum RouteKind
{
    Read,
    Write,
    Track,
}
