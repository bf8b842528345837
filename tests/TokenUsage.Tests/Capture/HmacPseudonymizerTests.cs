using Microsoft.Extensions.Options;
using TokenUsage.Capture;

namespace TokenUsage.Tests.Capture;

public sealed class HmacPseudonymizerTests
{
    private static readonly string Key = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly string OtherKey = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void A_user_always_gets_the_same_pseudonym() =>
        Make(Key).Pseudonymize("alice").Should().Be(Make(Key).Pseudonymize("alice"));

    [Fact]
    public void A_pseudonym_holds_nothing_of_the_user() =>
        Make(Key).Pseudonymize("alice").Should().MatchRegex("^~1\\.[A-Za-z0-9_-]{22}$");

    [Fact]
    public void Two_users_have_two_pseudonyms() =>
        Make(Key).Pseudonymize("alice").Should().NotBe(Make(Key).Pseudonymize("bob"));

    [Fact]
    public void Another_key_gives_another_pseudonym() =>
        Make(Key).Pseudonymize("alice").Should().NotBe(Make(OtherKey).Pseudonymize("alice"));

    [Fact]
    public void Retired_keys_are_known_for_erasing()
    {
        var options = new PseudonymOptions { Key = Key, KeyVersion = "2" };
        options.RetiredKeys["1"] = OtherKey;

        new HmacPseudonymizer(Options.Create(options)).AllOf("alice")
            .Should().HaveCount(2).And.Contain(Make(OtherKey).Pseudonymize("alice"));
    }

    [Theory]
    [InlineData("", "1", "Key")]
    [InlineData("c2hvcnQ=", "1", "has 5 bytes")]
    [InlineData("no base64!", "1", "no Base64")]
    [InlineData(null, "one two", "KeyVersion")]
    public void A_key_that_is_none_is_told_and_not_shown(string? key, string version, string fault)
    {
        var options = new PseudonymOptions { Key = key ?? Key, KeyVersion = version };

        string message = new PseudonymOptionsValidator().Validate(null, options).FailureMessage!;

        message.Should().Contain(fault);
        if (key is { Length: > 0 }) message.Should().NotContain(key);
    }

    private static HmacPseudonymizer Make(string key) => new(Options.Create(new PseudonymOptions { Key = key }));
}
