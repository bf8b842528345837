using System.Globalization;
using System.Text;

namespace TokenUsage.Benchmarks;

/// <summary>Answers of about 60 KB in the shapes that providers send, and in shapes that only an adversary would.</summary>
internal static class ScanningBodies
{
    private const int Size = 60_000;
    private const string Usage = """
        "usage":{"prompt_tokens":812,"completion_tokens":9120,"total_tokens":9932,"prompt_tokens_details":{"cached_tokens":512},"completion_tokens_details":{"reasoning_tokens":256}}
        """;

    /// <summary>Every body by its name. Those that begin with <c>adversarial</c> are built to cost the scanner most.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["long string"] = Chat(Repeat("The model answered at length about many things that nobody had asked it for. ")),
        ["escaped prose"] = Chat(Repeat("He said \\\"yes\\\" and\\nleft.\\tThen \\u00e9t\\u00e9 came \\\\ back. ")),
        ["float arrays"] = Embeddings(),
        ["small objects"] = Document(
            "\"choices\":[{\"logprobs\":{\"content\":["
            + Repeat("{\"token\":\" the\",\"logprob\":-0.0123,\"bytes\":[32,116,104,101],\"top_logprobs\":[]},")
            + "0]}}]"),
        ["adversarial keys"] = Document(Repeat("\"usagf\":1,\"usage\":null,").TrimEnd(',')),
        ["adversarial choices"] = Document(
            "\"choices\":[" + Repeat("{\"delta\":{\"content\":\"a\"},\"finish_reason\":null},") + "{}]"),
        ["adversarial depth"] = Document("\"a\":[" + Repeat(new string('[', 500) + new string(']', 500) + ",") + "0]"),
        ["adversarial escapes"] = Chat(new string('\\', Size)),
        ["adversarial quotes"] = Document(Repeat("\"\\\"\":\"\",").TrimEnd(',')),
        ["adversarial usages"] = Document(
            "\"choices\":[{\"message\":{\"tool_calls\":["
            + Repeat("{\"usage\":{\"usage\":{\"prompt_tokens\":1}}},") + "0]}}]"),
    };

    /// <summary>One chunk of a streamed answer, as OpenAI sends it.</summary>
    public static byte[] Chunk { get; } = Encoding.UTF8.GetBytes("""
        data: {"id":"chatcmpl-C9x3RkqTnVvJ7bH2mW4sY8dLpQeZa","object":"chat.completion.chunk","created":1768435200,"model":"gpt-5-mini-2025-08-07","service_tier":"default","system_fingerprint":"fp_44added55e","choices":[{"index":0,"delta":{"content":" tokens"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"kJ2x"}


        """.ReplaceLineEndings("\n"));

    private static byte[] Chat(string escapedText) =>
        Document("\"choices\":[{\"message\":{\"content\":\"" + escapedText + "\"}}]");

    private static byte[] Embeddings()
    {
        var random = new Random(7);
        var numbers = new StringBuilder();
        while (numbers.Length < Size)
        {
            numbers.Append(CultureInfo.InvariantCulture, $"{random.NextDouble() * 2 - 1:F8},");
        }

        return Document("\"data\":[{\"embedding\":[" + numbers + "0]}]");
    }

    private static byte[] Document(string members) =>
        Encoding.UTF8.GetBytes($"{{\"model\":\"gpt-5\",{members},{Usage}}}");

    private static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, Size / part.Length));
}
