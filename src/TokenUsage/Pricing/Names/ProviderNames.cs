using System.Collections.Frozen;

namespace TokenUsage.Pricing.Names;

/// <summary>The names that one provider goes by, in OpenTelemetry, in SDKs and in price lists.</summary>
internal static class ProviderNames
{
    private static readonly (string Provider, string[] Aliases)[] Known =
    [
        ("aws", ["aws.bedrock", "bedrock", "bedrock_converse", "amazon", "amazon-bedrock", "amazon_bedrock"]),
        ("azure", ["azure.ai.openai", "azure.ai.inference", "azure_openai", "azure-openai", "azure_text",
            "az.ai.openai", "az.ai.inference"]),
        ("google",
            ["gemini", "gcp.gemini", "gcp.gen_ai", "google-gla", "google_ai_studio", "google_genai", "google-ai"]),
        ("vertex", ["vertex_ai", "vertexai", "vertex-ai", "google-vertex", "google_vertex", "gcp.vertex_ai"]),
        ("mistral", ["mistral_ai", "mistralai", "text-completion-codestral", "codestral"]),
        ("x-ai", ["xai", "x_ai", "grok"]),
        ("together", ["together_ai", "together-ai", "togetherai"]),
        ("fireworks", ["fireworks_ai", "fireworks-ai", "fireworks_ai-embedding-models"]),
        ("voyageai", ["voyage", "voyage_ai"]),
        ("cohere", ["cohere_chat"]),
        ("openai", ["text-completion-openai"]),
        ("moonshotai", ["moonshot"]),
        ("zai", ["z.ai", "z-ai"]),
    ];

    private static readonly FrozenDictionary<string, string> Aliases = Known
        .SelectMany(known => known.Aliases.Select(alias => (Alias: alias, known.Provider)))
        .ToFrozenDictionary(pair => pair.Alias, pair => pair.Provider, StringComparer.OrdinalIgnoreCase);

    // Compared with the host alone: a pattern over the whole address would trust its path.
    private static readonly (string Suffix, string Provider)[] Hosts =
    [
        ("api.openai.com", "openai"), ("api.anthropic.com", "anthropic"), ("openai.azure.com", "azure"),
        ("azure-api.net", "azure"), ("cognitiveservices.azure.com", "azure"), ("services.ai.azure.com", "azure"),
        ("generativelanguage.googleapis.com", "google"), ("aiplatform.googleapis.com", "vertex"),
        ("api.mistral.ai", "mistral"), ("api.deepseek.com", "deepseek"), ("api.x.ai", "x-ai"),
        ("api.groq.com", "groq"), ("api.together.xyz", "together"), ("api.fireworks.ai", "fireworks"),
        ("api.cohere.com", "cohere"), ("api.cohere.ai", "cohere"), ("api.perplexity.ai", "perplexity"),
        ("api.voyageai.com", "voyageai"), ("openrouter.ai", "openrouter"),
    ];

    // The makers whose names are their own; an open model's name says nothing about who serves it.
    private static readonly (string Prefix, string Provider)[] Owners =
    [
        ("gpt-", "openai"), ("chatgpt-", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"),
        ("text-embedding-3", "openai"), ("text-embedding-ada", "openai"), ("ft:gpt-", "openai"),
        ("whisper-1", "openai"),
        ("claude-", "anthropic"), ("gemini-", "google"), ("grok-", "x-ai"), ("deepseek-", "deepseek"),
        ("command-", "cohere"), ("sonar", "perplexity"), ("voyage-", "voyageai"), ("mistral-", "mistral"),
        ("codestral-", "mistral"), ("ministral-", "mistral"), ("magistral-", "mistral"), ("devstral-", "mistral"),
        ("pixtral-", "mistral"), ("voxtral-", "mistral"),
    ];

    public static string Canonical(string provider)
    {
        string trimmed = provider.Trim();
        return Aliases.TryGetValue(trimmed, out string? canonical) ? canonical : trimmed.ToLowerInvariant();
    }

    public static string? OfHost(string host)
    {
        foreach ((string suffix, string provider) in Hosts)
        {
            if (IsUnder(host, suffix)) return provider;
        }

        bool isBedrock = host.StartsWith("bedrock-runtime.", StringComparison.OrdinalIgnoreCase)
            && host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);
        return isBedrock ? "aws" : null;
    }

    public static string? OfOwner(string model)
    {
        foreach ((string prefix, string provider) in Owners)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return provider;
        }

        return null;
    }

    public static bool IsUnder(string host, string suffix) =>
        host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
        && (host.Length == suffix.Length || host[^(suffix.Length + 1)] is '.' or '-');
}
