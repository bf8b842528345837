using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class ProviderNamesTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1/chat/completions", "openai")]
    [InlineData("https://acme.openai.azure.com//openai/deployments/d/chat/completions", "azure.ai.openai")]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1/x", "gcp.vertex_ai")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/x/converse", "aws.bedrock")]
    [InlineData("https://bedrock-mantle.us-east-1.api.aws/v1/responses", "aws.bedrock")]
    [InlineData("https://openrouter.ai/api/v1/chat/completions", "openrouter")]
    [InlineData("https://gateway.corp.example/anthropic/v1/messages", "anthropic")]
    [InlineData("https://gateway.corp.example/openai/v1/responses", "openai")]
    [InlineData("http://localhost:11434/v1/chat/completions", "ollama")]
    [InlineData("http://localhost:8000/v1/chat/completions", "vllm")]
    [InlineData("http://gateway.corp.example:8000/v1/chat/completions", "otherwise")]
    [InlineData("https://notopenai.example/v1/chat/completions", "otherwise")]
    [InlineData("https://evil-openrouter.ai.example/v1/chat/completions", "otherwise")]
    public void The_host_tells_and_then_the_path_and_then_the_port(string address, string provider) =>
        ProviderNames.Find(new WireRequest("POST", new Uri(address)), "otherwise").Should().Be(provider);
}
