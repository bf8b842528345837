using System.Globalization;

namespace TokenUsage.Proofs;

/// <summary>The words after the proof's name: <c>--cycles 1000</c>, flags, and plain values in order.</summary>
internal sealed class ProofArguments
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    public ProofArguments(ReadOnlySpan<string> words)
    {
        var plain = new List<string>();
        for (int i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                plain.Add(words[i]);
                continue;
            }

            bool hasValue = i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
            _named[words[i][2..]] = hasValue ? words[++i] : "";
        }

        Values = plain;
    }

    public IReadOnlyList<string> Values { get; }

    public bool Has(string name) => _named.ContainsKey(name);

    public string Text(string name, string otherwise) => _named.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        _named.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
