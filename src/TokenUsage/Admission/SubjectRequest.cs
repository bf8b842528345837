namespace TokenUsage.Admission;

/// <summary>
/// Asks for a subject's accounts as if it called: by its dimensions, with neither provider nor model.
/// </summary>
internal static class SubjectRequest
{
    public static AdmissionRequest Of(UsageDimensions subject) => new()
    {
        Id = Guid.Empty,
        Provider = "",
        Model = "",
        Estimate = default,
        Subject = subject,
    };
}
