using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenUsage.Pricing.Names;

/// <summary>Recognises the names of one model, or of one provider.</summary>
/// <remarks>Ignores case: providers do, and the catalogues that do not lower the name before they compare.</remarks>
internal sealed class NameRule
{
    // A pattern from a file must not be able to stop a call.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    private readonly Regex? _regex;

    private NameRule(NameRuleKind kind, string text, ImmutableArray<NameRule> children)
    {
        Kind = kind;
        Text = text;
        Children = children;

        // Not NonBacktracking: it refuses the look-aheads that one of the sources uses.
        if (kind == NameRuleKind.Regex)
        {
            _regex = new Regex(text, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout);
        }
    }

    public NameRuleKind Kind { get; }

    public string Text { get; }

    public ImmutableArray<NameRule> Children { get; }

    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    public static NameRule Of(NameRuleKind kind, string text) => new(kind, text, []);

    public static NameRule Of(NameRuleKind kind, ImmutableArray<NameRule> children) => new(kind, "", children);

    /// <summary>Reads a name of our own files: exact, or with a <c>*</c> at its beginning or end.</summary>
    public static NameRule Parse(string text)
    {
        bool open = text.StartsWith('*');
        bool end = text.EndsWith('*') && text.Length > 1;
        string bare = text[(open ? 1 : 0)..(end ? ^1 : ^0)];
        return Of((open, end) switch
        {
            (true, true) => NameRuleKind.Contains,
            (true, false) => NameRuleKind.EndsWith,
            (false, true) => NameRuleKind.StartsWith,
            _ => NameRuleKind.Equal,
        }, bare);
    }

    /// <summary>Compares, and asks nothing of the rest of the name.</summary>
    public bool Matches(string name) => Kind switch
    {
        NameRuleKind.Equal => name.Equals(Text, StringComparison.OrdinalIgnoreCase),
        NameRuleKind.StartsWith => name.StartsWith(Text, StringComparison.OrdinalIgnoreCase),
        NameRuleKind.EndsWith => name.EndsWith(Text, StringComparison.OrdinalIgnoreCase),
        NameRuleKind.Contains => name.Contains(Text, StringComparison.OrdinalIgnoreCase),
        NameRuleKind.Regex => MatchesRegex(name),
        NameRuleKind.Any => Children.Any(child => child.Matches(name)),
        _ => Children.All(child => child.Matches(name)),
    };

    /// <summary>Compares, and judges what the rule leaves of the name.</summary>
    /// <remarks><c>id</c>: the model's own name, whose words and versions the rest may repeat.</remarks>
    public NameMatch Match(string name, string id) => Kind switch
    {
        NameRuleKind.Any => Children.Select(child => child.Match(name, id)).DefaultIfEmpty().Max(),
        NameRuleKind.All => Children.Select(child => child.Match(name, id)).DefaultIfEmpty().Min(),
        _ when !Matches(name) => NameMatch.None,
        NameRuleKind.StartsWith => NameGuard.Judge("", Text, name[Text.Length..], id),
        NameRuleKind.EndsWith => NameGuard.Judge(name[..^Text.Length], Text, "", id),
        NameRuleKind.Contains => JudgeInside(name, id),
        _ => NameMatch.Sure,
    };

    /// <summary>The exact names among the alternatives of this rule.</summary>
    public IEnumerable<string> ExactNames() => Kind switch
    {
        NameRuleKind.Equal => [Text],
        NameRuleKind.Any => Children.SelectMany(child => child.ExactNames()),
        _ => [],
    };

    private NameMatch JudgeInside(string name, string id)
    {
        int at = name.IndexOf(Text, StringComparison.OrdinalIgnoreCase);
        return NameGuard.Judge(name[..at], Text, name[(at + Text.Length)..], id);
    }

    private bool MatchesRegex(string name)
    {
        try
        {
            return _regex!.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
