using TokenUsage.Providers.Scanning;

namespace TokenUsage.Tests.Providers.Scanning;

public sealed class PathTreeTests
{
    [Theory]
    [InlineData("usage..tokens", "*has a name of 0 bytes*")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m", "*deeper than 12*")]
    [InlineData("usage.tokens", "*lies inside 'usage'*")]
    public void A_path_that_cannot_be_scanned_is_an_error_that_names_it(string path, string message) =>
        FluentActions.Invoking(() => new PathTree(["usage", path], [], []))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void More_paths_than_bits_are_an_error() =>
        FluentActions.Invoking(() => new PathTree([.. Enumerable.Range(0, 65).Select(i => $"p{i}")], [], []))
            .Should().Throw<ArgumentException>().WithMessage("65 paths*at most 64*");
}
