using System.Diagnostics;

namespace TokenUsage.Diagnostics;

/// <summary>The attributes of <c>gen_ai.*</c> metrics.</summary>
internal static class GenAiTags
{
    public const string TokenType = "gen_ai.token.type";
    public const string Modality = "gen_ai.token.modality";

    public static TagList Of(in CallMeasurement call, BoundedNames models)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", call.Operation },
            { "gen_ai.provider.name", call.Provider },
        };
        if (models.Of(call.RequestedModel) is { } requested) tags.Add("gen_ai.request.model", requested);
        if (models.Of(call.Model) is { } served) tags.Add("gen_ai.response.model", served);
        return tags;
    }

    public static TagList WithError(this TagList tags, string? errorType)
    {
        if (errorType is not null) tags.Add("error.type", errorType);
        return tags;
    }

    public static TagList With(this TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }
}
