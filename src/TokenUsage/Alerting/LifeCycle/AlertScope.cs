using System.Collections.Immutable;

namespace TokenUsage.Alerting.LifeCycle;

/// <summary>Whom an alert concerns, as dimensions and as one text.</summary>
internal static class AlertScope
{
    /// <summary>Makes a scope of one value. Dimensions of the answer, such as the model, have no place in it.</summary>
    public static UsageDimensions Of(Dimension dimension, string? value)
    {
        if (value is null) return UsageDimensions.None;
        if (dimension == Dimension.User) return new UsageDimensions { User = value };
        if (dimension == Dimension.Session) return new UsageDimensions { Session = value };
        if (dimension == Dimension.Agent) return new UsageDimensions { Agent = value };
        if (dimension == Dimension.Feature) return new UsageDimensions { Feature = value };
        if (dimension == Dimension.Project) return new UsageDimensions { Project = value };
        return dimension.TagName is { } tag
            ? new UsageDimensions { Tags = ImmutableDictionary<string, string>.Empty.Add(tag, value) }
            : UsageDimensions.None;
    }

    public static string? ValueOf(UsageDimensions scope, Dimension dimension)
    {
        if (dimension == Dimension.User) return scope.User;
        if (dimension == Dimension.Session) return scope.Session;
        if (dimension == Dimension.Agent) return scope.Agent;
        if (dimension == Dimension.Feature) return scope.Feature;
        if (dimension == Dimension.Project) return scope.Project;
        return dimension.TagName is { } tag ? scope.Tags.GetValueOrDefault(tag) : null;
    }

    /// <summary>Writes <c>user=alice</c>; a missing value is <c>user</c>.</summary>
    public static string Describe(Dimension dimension, string? value) =>
        value is null ? dimension.Name : $"{dimension.Name}={value}";

    public static string Describe(UsageDimensions scope)
    {
        ReadOnlySpan<Dimension> named =
            [Dimension.User, Dimension.Session, Dimension.Agent, Dimension.Feature, Dimension.Project];
        List<string> words = [];
        foreach (Dimension dimension in named)
        {
            if (ValueOf(scope, dimension) is { } value) words.Add(Describe(dimension, value));
        }

        IEnumerable<string> tags = scope.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"tag:{tag.Key}={tag.Value}");
        return string.Join(", ", words.Concat(tags));
    }
}
