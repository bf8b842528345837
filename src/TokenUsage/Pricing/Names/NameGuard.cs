using System.Buffers;
using System.Collections.Frozen;

namespace TokenUsage.Pricing.Names;

/// <summary>Judges what a pattern leaves of a name, so that <c>claude-sonnet-5*</c> does not price Sonnet 5.5.</summary>
internal static class NameGuard
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("-_./:@ ");

    // A word that makes another product of a name.
    private static readonly FrozenSet<string> Families = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "mini", "nano", "micro", "pro", "flash", "lite", "haiku", "sonnet", "opus", "turbo", "codex", "image", "audio",
        "tts", "transcribe", "realtime", "embed", "embedding", "safeguard", "vision", "live");

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "latest", "preview", "exp", "experimental", "default", "stable", "instruct", "it", "chat", "thinking");

    public static NameMatch Judge(string before, string clause, string after, string id)
    {
        if (clause.StartsWith("ft:", StringComparison.OrdinalIgnoreCase)) after = CutTunedSuffix(after);
        if (ContinuesVersion(clause, after)) return NameMatch.None;

        var known = new HashSet<string>(Words(id).Concat(Words(clause)), StringComparer.OrdinalIgnoreCase);
        NameMatch match = before.Length == 0 || Separators.Contains(before[^1]) ? NameMatch.Sure : NameMatch.Loose;
        foreach (string word in Words(before).Concat(Words(after)))
        {
            if (known.Contains(word)) continue;
            if (Families.Contains(word) || (IsVersionTag(word) && known.Any(IsVersionTag))) return NameMatch.None;
        }

        return Words(after).All(IsHarmless) ? match : NameMatch.Loose;
    }

    private static bool IsHarmless(string word) =>
        Harmless.Contains(word) || IsVersionTag(word) || (word.Length <= 8 && word.All(char.IsAsciiDigit));

    private static bool IsVersionTag(string word) =>
        word.Length is 2 or 3 && word[0] is 'v' or 'V' && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    // "5" + "-5" and "5" + ".1" go on counting; "5" + "-20250929" and "preview-05" + "-20" are dates.
    private static bool ContinuesVersion(string clause, string after)
    {
        if (after.Length < 2 || clause.Length == 0 || !char.IsAsciiDigit(clause[^1])) return false;
        if (after[0] is not ('-' or '.') || !char.IsAsciiDigit(after[1])) return false;

        int digits = after.AsSpan(1).IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = after.Length - 1;
        bool isDate = digits == 2 && after.Length >= 6 && after[3] == '-' && char.IsAsciiDigit(after[4]);
        return digits <= 2 && !isDate;
    }

    private static string CutTunedSuffix(string after)
    {
        int colon = after.IndexOf(':');
        return colon < 0 ? after : after[..colon];
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !Separators.Contains(text[i])) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }
}
