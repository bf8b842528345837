namespace TokenUsage.Reporting;

/// <summary>What other prices change, or changed, by model.</summary>
internal sealed class RepriceReport
{
    private readonly SortedDictionary<(string Provider, string Model), RepricedModel> _lines = [];

    /// <summary>The prices by which it was worked out.</summary>
    public required string Version { get; init; }

    public IReadOnlyCollection<RepricedModel> Models => _lines.Values;

    /// <summary>How many records were rewritten; zero in a dry run.</summary>
    public long Corrected { get; set; }

    /// <summary>How many records had changed or gone before they could be rewritten. Run again for those.</summary>
    public long Conflicting { get; set; }

    public RepricedModel LineOf(string provider, string model)
    {
        if (_lines.TryGetValue((provider, model), out RepricedModel? line)) return line;

        line = new RepricedModel { Provider = provider, Model = model };
        _lines.Add((provider, model), line);
        return line;
    }
}
