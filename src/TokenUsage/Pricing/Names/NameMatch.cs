namespace TokenUsage.Pricing.Names;

/// <summary>How far a name and a rule agree.</summary>
internal enum NameMatch : byte
{
    /// <summary>They do not, or the rest of the name speaks of another model.</summary>
    None,

    /// <summary>They do, but the rest of the name is not understood: a price found so is an estimate.</summary>
    Loose,

    /// <summary>They do, and the rest is empty, a date or a version.</summary>
    Sure,
}
