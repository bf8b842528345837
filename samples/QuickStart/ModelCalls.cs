using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Json;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;

namespace QuickStart;

/// <summary>Calls models the way an application does: two official SDKs and a plain HTTP client.</summary>
/// <remarks>Each provider is the real one where its API key is set, and the scripted one otherwise.</remarks>
internal sealed class ModelCalls : IDisposable
{
    private const string GeminiModel = "gemini-2.5-flash";

    private readonly HttpClient _http;
    private readonly OpenAIClient _openAi;
    private readonly AnthropicClient _anthropic;
    private readonly string _gemini;
    private readonly string _geminiKey;

    public ModelCalls(HttpClient http, Uri scripted)
    {
        _http = http;

        string? openAiKey = Key("OPENAI_API_KEY");
        var options = new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(http) };
        if (openAiKey is null) options.Endpoint = new Uri(scripted, "v1");
        _openAi = new OpenAIClient(new ApiKeyCredential(openAiKey ?? "scripted"), options);

        string? anthropicKey = Key("ANTHROPIC_API_KEY");
        string anthropicAddress = anthropicKey is null ? scripted.ToString().TrimEnd('/') : "https://api.anthropic.com";
        _anthropic = new AnthropicClient
        {
            HttpClient = http,
            ApiKey = anthropicKey ?? "scripted",
            BaseUrl = anthropicAddress,
        };

        string? geminiKey = Key("GEMINI_API_KEY");
        _geminiKey = geminiKey ?? "scripted";
        _gemini = geminiKey is null ? scripted.ToString() : "https://generativelanguage.googleapis.com/";
    }

    public async Task AskOpenAiAsync(string prompt) =>
        await _openAi.GetChatClient("gpt-4o-mini").CompleteChatAsync(new UserChatMessage(prompt));

    public async Task StreamOpenAiAsync(string prompt)
    {
        ChatClient chat = _openAi.GetChatClient("gpt-4o-mini");
        await foreach (StreamingChatCompletionUpdate _ in chat.CompleteChatStreamingAsync(new UserChatMessage(prompt)))
        {
        }
    }

    // The SDK marks its client of the Responses API as experimental; the API itself is not.
    public async Task AskOpenAiResponsesAsync(string prompt) =>
#pragma warning disable OPENAI001 // the only client there is
        await _openAi.GetResponsesClient().CreateResponseAsync("gpt-4.1-mini", prompt);
#pragma warning restore OPENAI001

    public async Task AskAnthropicAsync(string prompt) => await _anthropic.Messages.Create(Message(prompt));

    public async Task StreamAnthropicAsync(string prompt)
    {
        await foreach (RawMessageStreamEvent _ in _anthropic.Messages.CreateStreaming(Message(prompt)))
        {
        }
    }

    public async Task AskGeminiAsync(string prompt)
    {
        using HttpResponseMessage response = await PostGeminiAsync("generateContent", prompt);
        using JsonDocument? answer = await response.Content.ReadFromJsonAsync<JsonDocument>();
    }

    public async Task StreamGeminiAsync(string prompt)
    {
        using HttpResponseMessage response = await PostGeminiAsync("streamGenerateContent?alt=sse", prompt);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is not null)
        {
        }
    }

    public void Dispose() => _anthropic.Dispose();

    private async Task<HttpResponseMessage> PostGeminiAsync(string verb, string prompt)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_gemini}v1beta/models/{GeminiModel}:{verb}")
        {
            Content = JsonContent.Create(new { contents = new[] { new { parts = new[] { new { text = prompt } } } } }),
        };
        request.Headers.Add("x-goog-api-key", _geminiKey);
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    private static MessageCreateParams Message(string prompt) => new()
    {
        Model = "claude-sonnet-4-5",
        MaxTokens = 256,
        Messages = [new UserMessageParam { Content = prompt }],
    };

    private static string? Key(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } key ? key : null;
}
