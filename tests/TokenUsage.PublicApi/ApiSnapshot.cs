namespace TokenUsage.PublicApi;

/// <summary>The public surface of one package as it was last approved, kept as a file under version control.</summary>
/// <remarks>The approved file is written by <c>TOKENUSAGE_APPROVE_API=1</c>, which continuous integration refuses.</remarks>
internal sealed class ApiSnapshot(string package)
{
    private const string ApproveVariable = "TOKENUSAGE_APPROVE_API";
    private const string ApprovedEnding = ".approved.txt";

    private static readonly string Folder = FindFolder();

    private readonly string _approved = Path.Combine(Folder, package + ApprovedEnding);
    private readonly string _received = Path.Combine(Folder, package + ".received.txt");

    public static IEnumerable<string> ApprovedPackages() =>
        Directory.EnumerateFiles(Folder, "*" + ApprovedEnding)
            .Select(file => Path.GetFileName(file)[..^ApprovedEnding.Length]);

    /// <summary>Compares the surface with the approved one and leaves what it received beside it when they differ.</summary>
    /// <returns>What differs and how to approve it; <see langword="null"/> when nothing does.</returns>
    public string? Compare(string surface)
    {
        string received = surface.ReplaceLineEndings("\n").TrimEnd() + "\n";
        string approved = File.Exists(_approved) ? File.ReadAllText(_approved).ReplaceLineEndings("\n") : "";
        if (received == approved)
        {
            File.Delete(_received);
            return null;
        }

        if (MayApprove())
        {
            File.WriteAllText(_approved, received);
            File.Delete(_received);
            return null;
        }

        File.WriteAllText(_received, received);
        return Explain(approved.Split('\n'), received.Split('\n'));
    }

    private string Explain(string[] approved, string[] received)
    {
        IEnumerable<string> changes = approved.Except(received).Select(line => "- " + line.Trim())
            .Concat(received.Except(approved).Select(line => "+ " + line.Trim()))
            .Take(40);
        return $"""
            The public surface of {package} is not the approved one:
            {string.Join('\n', changes)}

            Wanted? Approve every package with
                {ApproveVariable}=1 dotnet test --project tests/TokenUsage.PublicApi
            or this one with
                mv {_received} {_approved}
            and commit the file. Not wanted? Make the new type or member internal.
            """;
    }

    private static bool MayApprove() =>
        Environment.GetEnvironmentVariable(ApproveVariable) == "1"
        && Environment.GetEnvironmentVariable("CI") is not "true";

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "TokenUsage.PublicApi");
            if (Directory.Exists(candidate)) return candidate;
        }

        throw new DirectoryNotFoundException(
            $"No tests/TokenUsage.PublicApi above '{AppContext.BaseDirectory}': run these tests from a clone.");
    }
}
