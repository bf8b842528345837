using System.Reflection;
using PublicApiGenerator;

namespace TokenUsage.PublicApi;

public sealed class PublicApiTests
{
    /// <summary>Gets the packages whose surface is a promise: one line each, with an approved file beside this one.</summary>
    public static TheoryData<string> Packages { get; } =
    [
        "TokenUsage.Abstractions",
        "TokenUsage",
        "TokenUsage.AspNetCore",
        "TokenUsage.Email",
        "TokenUsage.PostgreSql",
        "TokenUsage.Sqlite",
        "TokenUsage.Redis",
        "TokenUsage.Cosmos",
        "TokenUsage.Testing",
        "TokenUsage.Tokenizers",
        "TokenUsage.Reports",
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var snapshot = new ApiSnapshot(package);
        string? difference = snapshot.Compare(Describe(Assembly.Load(package)));
        if (difference is not null) Assert.Fail(difference);
    }

    [Fact]
    public void Every_approved_file_belongs_to_a_package() =>
        ApiSnapshot.ApprovedPackages().Should().BeSubsetOf(Packages.Select(row => row.Data));

    private static string Describe(Assembly assembly) => assembly.GeneratePublicApi(new ApiGeneratorOptions
    {
        // What is compiled in for the machine (versions, commit, friends) is no part of what a caller sees.
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["System.Diagnostics.DebuggerDisplayAttribute"],
    });
}
