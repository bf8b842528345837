using System.CommandLine;

namespace TokenUsage.Cli.Quotas;

/// <summary>The options that name whose quotas are meant.</summary>
internal sealed class SubjectOptions
{
    private readonly Option<string> _user = new("--user") { Description = "The user." };
    private readonly Option<string> _project = new("--project") { Description = "The project or tenant." };
    private readonly Option<string> _session = new("--session") { Description = "The session." };
    private readonly Option<string> _agent = new("--agent") { Description = "The agent." };
    private readonly Option<string> _feature = new("--feature") { Description = "The feature." };
    private readonly Option<string[]> _tag = new("--tag") { Description = "A tag: team=search." };

    public IEnumerable<Option> All => [_user, _project, _session, _agent, _feature, _tag];

    public UsageDimensions Read(ParseResult result) => new()
    {
        User = result.GetValue(_user),
        Project = result.GetValue(_project),
        Session = result.GetValue(_session),
        Agent = result.GetValue(_agent),
        Feature = result.GetValue(_feature),
        Tags = (result.GetValue(_tag) ?? []).Select(Split)
            .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
    };

    internal static (string Name, string Value) Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw new InputException($"'{text}' has no '='. Write name=value.");
    }
}
