using TokenUsage.Pricing;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing.Names;

public class ModelNamesTests
{
    [Theory]
    [InlineData("openai", "gpt-5-20250807", "openai/gpt-5*")]
    [InlineData("openai", "openai/gpt-4.1", "openai/gpt-4.1*(prefix)")]
    [InlineData("openai", "gpt-5.6-sol-2026-07-09", "openai/gpt-5.6-sol (undated)")]
    [InlineData("gcp.gemini", "models/gemini-3.5-flash", "google/gemini-3.5-flash (path)")]
    [InlineData("gcp.vertex_ai", "publishers/google/models/gemini-2.5-flash", "vertex/gemini-2.5-flash (path)")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-5@20251101", "vertex/claude-opus-4-5@20251101")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0", "aws/amazon.nova-micro-v1:0 (pattern)")]
    [InlineData("azure.ai.openai", "gpt-4o-mini", "azure/gpt-4o-mini")]
    [InlineData("azure.ai.openai", "o3-pro", "openai/o3-pro (fallback)")]
    [InlineData("litellm", "groq/llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile")]
    [InlineData("", "gpt-4o-mini", "openai/gpt-4o-mini")]
    public void A_name_is_read_the_way_its_provider_writes_it(string provider, string model, string match) =>
        BuiltIn.Price(Call(provider, model, 1)).Match.Should().Match(match);

    [Theory]
    [InlineData("openai", "gpt-5.9-turbo")]
    [InlineData("openai", "gpt-4o-min")]
    [InlineData("google", "publishers/google/models/gemini-2.5-flash")]
    [InlineData("anthropic", "claude-opus-4-9")]
    [InlineData("openai", "ft:gpt-9-2025-01-01:acme::x")]
    public void A_name_that_is_only_near_leads_nowhere(string provider, string model) =>
        BuiltIn.Price(Call(provider, model, 1)).Status.Should().Be(CostStatus.Unpriced);

    [Fact]
    public void A_host_stands_in_for_a_provider_that_nobody_named()
    {
        PricedUsage usage = Call("", "gpt-4o-mini", 1_000_000);

        BuiltIn.Price(usage with { Host = "acme-eastus.openai.azure.com" }).Match.Should().Be("azure/gpt-4o-mini");
        BuiltIn.Price(usage with { Host = "openai.azure.com.evil.example" }).Status.Should().Be(CostStatus.Unpriced);
    }
}
