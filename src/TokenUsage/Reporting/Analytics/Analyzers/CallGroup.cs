namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>What makes calls alike: who makes them, what for, and with which model.</summary>
internal readonly record struct CallGroup(string? Feature, string Operation, string Provider, string Model)
{
    public static CallGroup Of(UsageRecord record) => new(
        record.Dimensions.Feature, record.Operation, record.Provider, record.Model ?? record.RequestedModel ?? "");

    /// <summary>Gets whom a recommendation about the group concerns.</summary>
    public UsageDimensions Scope => Feature is null ? UsageDimensions.None : new UsageDimensions { Feature = Feature };

    public string Where => Feature is null ? "calls without a feature" : $"feature '{Feature}'";
}
