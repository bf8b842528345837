using System.Text;
using System.Text.Json;
using TokenUsage;

namespace WebDashboard;

/// <summary>Answers by a model; knows nothing of tokens but on whose behalf it asks.</summary>
internal sealed class ChatService(IHttpClientFactory clients)
{
    public async Task<string> AskAsync(ChatTurn turn, CancellationToken cancellationToken)
    {
        using IDisposable scope = UsageScope.Begin(
            user: turn.User, session: turn.Session, agent: turn.Agent, feature: turn.Feature, project: turn.Project);
        string prompt = JsonEncodedText.Encode(turn.Prompt).ToString();
        string model = JsonEncodedText.Encode(turn.Model).ToString();
        using var content = new StringContent(
            $$"""{"model":"{{model}}","max_tokens":4000,"messages":[{"role":"user","content":"{{prompt}}"}]}""",
            Encoding.UTF8, "application/json");
        using HttpClient http = clients.CreateClient("models");
        using HttpResponseMessage response = await http.PostAsync(
            new Uri("https://api.openai.com/v1/chat/completions"), content, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
