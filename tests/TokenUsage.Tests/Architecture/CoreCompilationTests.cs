namespace TokenUsage.Tests.Architecture;

public sealed class CoreCompilationTests
{
    [Theory]
    [InlineData("""
        static partial class Log
        {
            [LoggerMessage(1, LogLevel.Error, "Lost {Count}.")]
            public static partial void Lost(this ILogger logger, int count);
        }
        """)]
    [InlineData("""
        [JsonSerializable(typeof(string))]
        partial class Names : JsonSerializerContext
        {
            public static string Write(string name) => JsonSerializer.Serialize(name, Names.Default.String);
        }
        """)]
    [InlineData("partial class Words { [GeneratedRegex(\"[a-z]+\")] public static partial Regex Word(); }")]
    public void What_a_source_generator_adds_is_not_missed(string source) =>
        Errors(source).Should().BeEmpty();

    [Theory]
    [InlineData("class Shelf { Nowhere? _nowhere; }", "CS0246")]
    [InlineData("class Shelf { int Count() => \"x\".Nowhere(); }", "CS1061")]
    public void A_name_that_does_not_resolve_is_an_error(string source, string code) =>
        Errors(source).Should().ContainSingle().Which.Should().Contain(code);

    private static IEnumerable<string> Errors(string source)
    {
        const string Usings = """
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.RegularExpressions;
            using Microsoft.Extensions.Logging;

            """;
        return CoreCompilation.Errors(CoreCompilation.Of([("Storage/Shelf.cs", Usings + source)]))
            .Select(fault => fault.ToString());
    }
}
