namespace TokenUsage.Admission;

/// <summary>A call that asks to be admitted, without an allocation for asking.</summary>
internal readonly record struct AdmissionRequest
{
    public required Guid Id { get; init; }
    public required string Provider { get; init; }
    public required string Model { get; init; }

    /// <summary>Gets the most the call can use: its prompt, and its output cap; null where nobody says.</summary>
    public required TokenCounts Estimate { get; init; }
    public required UsageDimensions Subject { get; init; }

    /// <summary>Gets how many answers are asked for, where no output cap says what they come to.</summary>
    public long Answers { get => Math.Max(1, field); init; }

    public static AdmissionRequest From(QuotaRequest request) => new()
    {
        Id = request.Id,
        Provider = request.Provider,
        Model = request.Model,
        Estimate = request.Estimate,
        Subject = request.Subject,
    };

    /// <summary>Gets the call's value of a dimension; null when it has none.</summary>
    public string? ValueOf(Dimension dimension)
    {
        if (dimension == Dimension.User) return Subject.User;
        if (dimension == Dimension.Project) return Subject.Project;
        if (dimension == Dimension.Session) return Subject.Session;
        if (dimension == Dimension.Agent) return Subject.Agent;
        if (dimension == Dimension.Feature) return Subject.Feature;
        if (dimension == Dimension.Model) return NullIfEmpty(Model);
        if (dimension == Dimension.Provider) return NullIfEmpty(Provider);
        return dimension.TagName is { } tag && Subject.Tags.TryGetValue(tag, out string? value) ? value : null;
    }

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
