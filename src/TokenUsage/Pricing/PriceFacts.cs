namespace TokenUsage.Pricing;

/// <summary>What a record's metadata says that a price may depend on; found in one pass.</summary>
/// <remarks>Facts and no columns of their own: each is one provider's, and most calls have none.</remarks>
internal readonly struct PriceFacts
{
    public const string SpeedName = "speed";
    public const string GeoName = "geo";
    public const string RegionName = "region";

    /// <summary>The model that worked on the part of the call which <see cref="UsageMeters.InputOtherModel"/> counts.</summary>
    public const string OtherModelName = "other_model";

    public string? Speed { get; private init; }

    public string? Geo { get; private init; }

    public string? Region { get; private init; }

    public string? OtherModel { get; private init; }

    public static PriceFacts Of(IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        string? speed = null, geo = null, region = null, otherModel = null;
        for (int i = 0; i < facts.Count; i++)
        {
            (string name, string value) = facts[i];
            switch (name)
            {
                case SpeedName: speed = value; break;
                case GeoName: geo = value; break;
                case RegionName: region = value; break;
                case OtherModelName: otherModel = value; break;
            }
        }

        return new PriceFacts { Speed = speed, Geo = geo, Region = region, OtherModel = otherModel };
    }

    public static string? Find(IReadOnlyList<KeyValuePair<string, string>> facts, string name)
    {
        for (int i = 0; i < facts.Count; i++)
        {
            if (facts[i].Key == name) return facts[i].Value;
        }

        return null;
    }
}
