namespace TokenUsage;

/// <summary>Something that usage can be grouped, filtered and limited by.</summary>
public readonly record struct Dimension
{
    private const string TagPrefix = "tag:";

    private readonly string? _name;

    private Dimension(string name) => _name = name;

    /// <summary>Gets the end user.</summary>
    public static Dimension User { get; } = new("user");

    /// <summary>Gets the session: a thread or conversation.</summary>
    public static Dimension Session { get; } = new("session");

    /// <summary>Gets the agent.</summary>
    public static Dimension Agent { get; } = new("agent");

    /// <summary>Gets the feature of the application.</summary>
    public static Dimension Feature { get; } = new("feature");

    /// <summary>Gets the project: a tenant, a team or a cost centre.</summary>
    public static Dimension Project { get; } = new("project");

    /// <summary>Gets the provider.</summary>
    public static Dimension Provider { get; } = new("provider");

    /// <summary>Gets the model: the one served, or the one asked for where the answer named none.</summary>
    public static Dimension Model { get; } = new("model");

    /// <summary>Gets the operation: <c>chat</c>, <c>embeddings</c>.</summary>
    public static Dimension Operation { get; } = new("operation");

    /// <summary>Gets the endpoint's path.</summary>
    public static Dimension Endpoint { get; } = new("endpoint");

    /// <summary>Gets how the call ended.</summary>
    public static Dimension Outcome { get; } = new("outcome");

    /// <summary>Gets the application's priority.</summary>
    public static Dimension Priority { get; } = new("priority");

    /// <summary>Gets the service tier that the provider states.</summary>
    public static Dimension ServiceTier { get; } = new("service_tier");

    /// <summary>Gets every dimension but the tags, in the order in which they are documented.</summary>
    public static IReadOnlyList<Dimension> Named { get; } =
    [
        User, Session, Agent, Feature, Project, Provider, Model, Operation, Endpoint, Outcome, Priority, ServiceTier,
    ];

    /// <summary>Gets the name: <c>user</c>, <c>model</c>, <c>tag:team</c>.</summary>
    public string Name => _name ?? "";

    /// <summary>Gets the tag's own name, without its prefix; <see langword="null"/> when this is no tag.</summary>
    public string? TagName => Name.StartsWith(TagPrefix, StringComparison.Ordinal) ? Name[TagPrefix.Length..] : null;

    /// <summary>Gets the dimension of a tag.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static Dimension Tag(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Dimension(TagPrefix + name);
    }

    /// <summary>Finds a dimension by its name.</summary>
    /// <exception cref="FormatException">No dimension has that name; the message lists those that exist.</exception>
    public static Dimension Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        return TryParse(name, out Dimension dimension) ? dimension : throw new FormatException(
            $"'{name}' is no dimension. Use one of {string.Join(", ", Named)}, or '{TagPrefix}' and the tag's name.");
    }

    /// <summary>Finds a dimension by its name.</summary>
    /// <returns><see langword="false"/> when no dimension has that name.</returns>
    public static bool TryParse(string? name, out Dimension dimension)
    {
        foreach (Dimension candidate in Named)
        {
            if (!string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase)) continue;
            dimension = candidate;
            return true;
        }

        bool isTag = name is not null && name.Length > TagPrefix.Length
            && name.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase);
        dimension = isTag ? Tag(name![TagPrefix.Length..]) : default;
        return isTag;
    }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
