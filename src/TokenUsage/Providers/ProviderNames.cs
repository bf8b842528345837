using System.Collections.Frozen;

namespace TokenUsage.Providers;

/// <summary>Who answers: told by the host, then by a word in the path, then by a well-known local port.</summary>
internal static class ProviderNames
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Hosts =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["api.openai.com"] = "openai",
            ["openai.azure.com"] = "azure.ai.openai",
            ["cognitiveservices.azure.com"] = "azure.ai.openai",
            ["services.ai.azure.com"] = "azure.ai.inference",
            ["models.ai.azure.com"] = "azure.ai.inference",
            ["anthropic.com"] = "anthropic",
            ["generativelanguage.googleapis.com"] = "gcp.gemini",
            ["aiplatform.googleapis.com"] = "gcp.vertex_ai",
            ["amazonaws.com"] = "aws.bedrock",
            ["amazonaws.com.cn"] = "aws.bedrock",
            ["api.aws"] = "aws.bedrock",
            ["groq.com"] = "groq",
            ["together.xyz"] = "together_ai",
            ["together.ai"] = "together_ai",
            ["fireworks.ai"] = "fireworks_ai",
            ["deepseek.com"] = "deepseek",
            ["x.ai"] = "x_ai",
            ["mistral.ai"] = "mistral_ai",
            ["openrouter.ai"] = "openrouter",
            ["perplexity.ai"] = "perplexity",
            ["cerebras.ai"] = "cerebras",
            ["z.ai"] = "z_ai",
            ["bigmodel.cn"] = "z_ai",
            ["moonshot.ai"] = "moonshot_ai",
            ["moonshot.cn"] = "moonshot_ai",
            ["aliyuncs.com"] = "alibaba",
            ["huggingface.co"] = "huggingface",
            ["snowflakecomputing.com"] = "snowflake",
            ["inference.heroku.com"] = "heroku",
            ["portkey.ai"] = "portkey",
            ["ollama.com"] = "ollama",
            ["writer.com"] = "writer",
            ["cohere.com"] = "cohere",
            ["cohere.ai"] = "cohere",
            ["voyageai.com"] = "voyage_ai",
            ["crusoecloud.com"] = "crusoe",
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Gateways keep the provider's name in the path. "openai" comes last: it also names a dialect.
    private static readonly (string Segment, string Provider)[] Segments =
    [
        ("/anthropic/", "anthropic"), ("/groq/", "groq"), ("/mistral/", "mistral_ai"), ("/cohere/", "cohere"),
        ("/bedrock/", "aws.bedrock"), ("/google-vertex/", "gcp.vertex_ai"), ("/gemini/", "gcp.gemini"),
        ("/deepseek/", "deepseek"), ("/ollama/", "ollama"), ("/openrouter/", "openrouter"), ("/openai/", "openai"),
    ];

    /// <summary>Finds the provider.</summary>
    /// <param name="request">The request.</param>
    /// <param name="otherwise">Whose dialect it is: the answer where nothing else tells.</param>
    public static string Find(WireRequest request, string otherwise)
    {
        if (FindHost(request.Host) is { } known) return known;

        foreach ((string segment, string provider) in Segments)
        {
            if (request.Path.Contains(segment, StringComparison.OrdinalIgnoreCase)) return provider;
        }

        return request.Uri.Port switch
        {
            11434 => "ollama",
            8000 when request.Uri.IsLoopback => "vllm",
            1234 when request.Uri.IsLoopback => "lm_studio",
            _ => otherwise,
        };
    }

    /// <summary>Finds the provider of a host, or of the domain that it is in.</summary>
    public static string? FindHost(ReadOnlySpan<char> host)
    {
        while (!host.IsEmpty)
        {
            if (Hosts.TryGetValue(host, out string? provider)) return provider;

            // Regional hosts put the region before a dash: us-central1-aiplatform.googleapis.com.
            int border = host.IndexOfAny('.', '-');
            if (border < 0) break;
            host = host[(border + 1)..];
        }

        return null;
    }
}
