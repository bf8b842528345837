using TokenUsage.Providers;

namespace TokenUsage.Tokenizers.Tests;

public sealed class ExactnessTests
{
    private readonly OpenAITokenEstimator _estimator = new(new EveryCharacter());

    // The counts that OpenAI's own guide to counting tokens prints for these strings.
    [Theory]
    [InlineData("gpt-4o", "antidisestablishmentarianism", 6)]
    [InlineData("gpt-4o", "2 + 2 = 4", 7)]
    [InlineData("gpt-4o", "お誕生日おめでとう", 8)]
    [InlineData("gpt-4", "antidisestablishmentarianism", 6)]
    [InlineData("gpt-4", "2 + 2 = 4", 7)]
    [InlineData("gpt-4", "お誕生日おめでとう", 9)]
    [InlineData("gpt-4", "tiktoken is great!", 6)]
    [InlineData("gpt-5-mini-2025-08-07", "hello world", 2)]
    [InlineData("openai/o3", "hello world", 2)]
    [InlineData("ft:gpt-3.5-turbo:acme", "hello world", 2)]
    [InlineData("text-embedding-3-small", "hello world", 2)]
    public async Task Text_is_counted_as_the_model_counts_it(string model, string text, int tokens)
    {
        (await _estimator.LoadAsync(model)).Should().BeTrue();

        _estimator.EstimateTokens("openai", model, text).Should().Be(tokens);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("davinci-002")]
    [InlineData(null)]
    public void Other_models_are_left_to_the_estimator_before(string? model) =>
        _estimator.EstimateTokens("anthropic", model, "hello world").Should().Be(11);

    [Fact]
    public void Text_that_is_gone_is_left_to_the_estimator_before() =>
        _estimator.EstimateTokens("openai", "gpt-4o", 11).Should().Be(11);

    [Fact]
    public async Task Every_recorded_embedding_of_plain_text_is_counted_as_the_provider_counted_it()
    {
        Assert.SkipWhen(RecordedTexts.Folder is null, RecordedTexts.SkipReason);
        IReadOnlyList<RecordedText> texts = RecordedTexts.Embeddings();

        texts.Should().NotBeEmpty();
        await CompareAsync(texts);
    }

    [Fact]
    public async Task Every_recorded_chat_of_plain_text_is_counted_as_the_provider_counted_it()
    {
        Assert.SkipWhen(RecordedTexts.Folder is null, RecordedTexts.SkipReason);
        IReadOnlyList<RecordedText> texts = RecordedTexts.Chats();

        texts.Should().NotBeEmpty();
        await CompareAsync(texts);
    }

    private async Task CompareAsync(IReadOnlyList<RecordedText> recorded)
    {
        var differences = new List<string>();
        foreach (RecordedText text in recorded)
        {
            (await _estimator.LoadAsync(text.Model)).Should().BeTrue(text.Model);
            long counted = text.Extra + text.Parts.Sum(part => _estimator.EstimateTokens("openai", text.Model, part));
            if (counted != text.Tokens) differences.Add($"{text.Id} {text.Model}: {text.Tokens}, counted {counted}");
        }

        differences.Should().BeEmpty($"{recorded.Count} texts were compared");
    }

    private sealed class EveryCharacter : ITokenEstimator
    {
        public long EstimateTokens(string provider, string? model, long characters) => characters;
    }
}
