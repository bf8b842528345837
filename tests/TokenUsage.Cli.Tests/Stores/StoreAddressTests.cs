using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Tests.Stores;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("usage.db", "usage.db")]
    [InlineData("postgres://alice:secret@db.example/usage", "postgres://db.example:5432/usage")]
    [InlineData("postgresql://db.example:6543/usage?schema=ours", "postgres://db.example:6543/usage?schema=ours")]
    [InlineData("Host=db.example;Database=usage;Password=secret", "postgres://db.example:5432/usage")]
    [InlineData("server=db.example;database=usage;pwd=secret", "postgres://db.example:5432/usage")]
    [InlineData("https://app.example/usage/", "https://app.example/usage")]
    public void Each_kind_is_told_apart_and_shown_without_its_secrets(string text, string name)
    {
        string shown = StoreAddress.Parse(text, token: "secret").Name;

        shown.Should().EndWith(name).And.NotContain("secret");
    }

    [Theory]
    [InlineData("mysql://alice:secret@db/usage")]
    [InlineData("postgres://alice:secret@db:port/usage")]
    [InlineData("postgres://alice:secret@db/usage?colour=blue")]
    [InlineData("Host=db;Colour=blue;Password=secret")]
    [InlineData("https://alice:secret@app.example/usage")]
    [InlineData("https://app.example/usage?token=secret")]
    [InlineData("")]
    public void What_cannot_be_meant_is_refused_without_its_secrets(string text)
    {
        Action parse = () => StoreAddress.Parse(text);

        parse.Should().Throw<InputException>().Which.Message.Should().Contain("--store").And.NotContain("secret");
    }
}
