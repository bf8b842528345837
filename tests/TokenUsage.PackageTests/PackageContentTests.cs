using System.IO.Compression;
using System.Xml.Linq;

namespace TokenUsage.PackageTests;

public sealed class PackageContentTests
{
    /// <summary>Gets what each library may ask of its user's program: every line more is a promise to keep up with it.</summary>
    public static TheoryData<string, string[]> Dependencies { get; } = new()
    {
        { "TokenUsage.Abstractions", ["Microsoft.Extensions.DependencyInjection.Abstractions"] },
        {
            "TokenUsage",
            [
                "Microsoft.Extensions.AI",
                "Microsoft.Extensions.Caching.Memory",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Http",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
                "Microsoft.Extensions.Diagnostics.HealthChecks",
                "Polly.Core",
                "System.Numerics.Tensors",
                "TokenUsage.Abstractions",
            ]
        },
        { "TokenUsage.AspNetCore", ["TokenUsage.Abstractions"] },
        { "TokenUsage.Email", ["MailKit", "System.Security.Cryptography.Pkcs", "TokenUsage.Abstractions"] },
        { "TokenUsage.PostgreSql", ["Npgsql", "TokenUsage.Abstractions"] },
        {
            "TokenUsage.Sqlite",
            ["Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "TokenUsage.Abstractions"]
        },
        {
            "TokenUsage.Reports",
            ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "TokenUsage.Abstractions"]
        },
        { "TokenUsage.Testing", ["TokenUsage.Abstractions"] },
        { "TokenUsage.Redis", ["StackExchange.Redis", "TokenUsage.Abstractions"] },
        {
            "TokenUsage.Cosmos",
            ["Azure.Core", "Microsoft.Azure.Cosmos", "Newtonsoft.Json", "System.Memory.Data", "TokenUsage.Abstractions"]
        },
        {
            "TokenUsage.Tokenizers",
            [
                "Google.Protobuf",
                "Microsoft.ML.Tokenizers",
                "Microsoft.ML.Tokenizers.Data.Cl100kBase",
                "Microsoft.ML.Tokenizers.Data.O200kBase",
                "TokenUsage.Abstractions",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void A_library_depends_on_what_is_listed_and_on_nothing_else(string package, string[] expected) =>
        Manifest(package).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => (string?)element.Attribute("id"))
            .Should().BeEquivalentTo(expected);

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void A_library_carries_its_assembly_its_documentation_and_nothing_to_build_it(string package, string[] _) =>
        Entries(PackedFiles.PathOf(package)).Where(name => name.StartsWith("lib/", StringComparison.Ordinal))
            .Should().BeEquivalentTo($"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml");

    [Theory]
    [MemberData(nameof(PackedFiles.Names), MemberType = typeof(PackedFiles))]
    public void A_package_says_what_it_is_and_under_which_licence(string package)
    {
        XElement manifest = Manifest(package);

        Value(manifest, "license").Should().Be("MIT");
        Value(manifest, "readme").Should().Be("README.md");
        Value(manifest, "description").Should().NotBeNullOrEmpty();
        Value(manifest, "tags").Should().NotBeNullOrEmpty();
        Entries(PackedFiles.PathOf(package)).Should().Contain("README.md");
    }

    [Theory]
    [MemberData(nameof(PackedFiles.Names), MemberType = typeof(PackedFiles))]
    public void A_package_names_the_commit_it_was_built_from(string package) =>
        Manifest(package).Descendants().Where(element => element.Name.LocalName == "repository")
            .Select(element => (string?)element.Attribute("commit"))
            .Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f]{40}$");

    [Theory]
    [MemberData(nameof(PackedFiles.Names), MemberType = typeof(PackedFiles))]
    public void A_package_comes_with_its_symbols(string package) =>
        Entries(PackedFiles.PathOf(package, ".snupkg")).Should().Contain(name => name.EndsWith(".pdb"));

    [Fact]
    public void Packing_the_same_commit_twice_gives_the_same_bytes()
    {
        string[] files = [.. Directory.EnumerateFiles(PackedFiles.Folder, "*nupkg")];

        files.Should().HaveCount(2 * PackedFiles.Names.Count, "every package comes with its symbols");
        foreach (string file in files)
        {
            byte[] again = File.ReadAllBytes(Path.Combine(PackedFiles.SecondFolder, Path.GetFileName(file)));
            File.ReadAllBytes(file).AsSpan().SequenceEqual(again).Should().BeTrue($"{file} must not depend on the run");
        }
    }

    private static XElement Manifest(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(PackedFiles.PathOf(package));
        using Stream content = archive.GetEntry($"{package}.nuspec")!.Open();
        return XElement.Load(content);
    }

    private static string? Value(XElement manifest, string name) =>
        manifest.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static List<string> Entries(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
