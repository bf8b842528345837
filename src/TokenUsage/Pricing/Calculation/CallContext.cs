namespace TokenUsage.Pricing.Calculation;

/// <summary>What a price may depend on besides the quantities.</summary>
internal readonly struct CallContext
{
    /// <summary>One provider's word for its priority tier, and another's for a speed.</summary>
    public const string Fast = "fast";

    public required DateTimeOffset At { get; init; }

    /// <summary>The variant that was served; <see langword="null"/> stands for the standard one.</summary>
    public string? Tier { get; init; }

    public string? Speed { get; init; }

    public string? Geo { get; init; }

    public string? Region { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>The record's metadata; asked where <see cref="Attributes"/> do not say.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Facts { get; init; }

    /// <summary>What a user's model map says about every call of that name.</summary>
    public IReadOnlyDictionary<string, string>? MappedAttributes { get; init; }

    /// <summary>Brings a provider's word for its tier to ours; the words for "nothing special" become <see langword="null"/>.</summary>
    public static string? NormalizeTier(string? stated) => stated switch
    {
        null or "" or "default" or "auto" or "standard" or "standard_only" or "on_demand" or "ON_DEMAND" => null,
        "PROVISIONED_THROUGHPUT" or "provisioned_throughput" => "provisioned",
        _ => stated,
    };

    public string? AttributeOf(string name) => name switch
    {
        Schema.AttributeTest.Tier => Tier,
        Schema.AttributeTest.Speed => Speed,
        Schema.AttributeTest.Geo => Geo ?? Lookup(name),
        Schema.AttributeTest.Region => Region ?? Lookup(name),
        _ => Lookup(name),
    };

    private string? Lookup(string name)
    {
        if (Attributes is not null && Attributes.TryGetValue(name, out string? stated)) return stated;
        if (Facts is { Count: > 0 } && PriceFacts.Find(Facts, name) is { } fact) return fact;
        return MappedAttributes is not null && MappedAttributes.TryGetValue(name, out string? mapped) ? mapped : null;
    }
}
