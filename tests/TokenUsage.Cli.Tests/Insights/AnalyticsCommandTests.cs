using System.Globalization;
using System.Text.Json;
using TokenUsage.Cli.Insights;

namespace TokenUsage.Cli.Tests.Insights;

public sealed class AnalyticsCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_spike_in_a_series_from_a_file_is_found()
    {
        string file = _folder.Write("series.csv", [.. Series(24 * 40, spikeAt: 900)]);

        CommandRun run = await RunAsync("anomalies", "--series", file, "--json");

        using JsonDocument found = JsonDocument.Parse(run.Output);
        found.RootElement.EnumerateArray()
            .Where(anomaly => !anomaly.GetProperty("is_notice").GetBoolean())
            .Select(anomaly => anomaly.GetProperty("observed").GetDouble())
            .Should().Contain(500);
    }

    [Fact]
    public async Task A_forecast_of_a_series_has_the_horizon_that_was_asked_for()
    {
        string file = _folder.Write("series.csv", [.. Series(24 * 14, spikeAt: -1)]);

        CommandRun run = await RunAsync("forecast", "--series", file, "--horizon", "48", "--json");

        using JsonDocument forecasts = JsonDocument.Parse(run.Output);
        forecasts.RootElement[0].GetProperty("points").GetArrayLength().Should().Be(48);
    }

    [Fact]
    public async Task A_row_that_is_no_point_is_named()
    {
        string file = _folder.Write("series.csv", "timestamp,value", "2026-03-01,1", "2026-03-02,many");

        CommandRun run = await RunAsync("anomalies", "--series", file);

        run.Code.Should().Be(ExitCode.Failure);
        run.Error.Should().Contain("Line 3").And.Contain("many");
    }

    [Theory]
    [InlineData("anomalies")]
    [InlineData("forecast")]
    [InlineData("trends")]
    [InlineData("recommend")]
    [InlineData("explain")]
    [InlineData("efficiency")]
    public async Task Every_question_is_answered_in_json(string question)
    {
        await _folder.ImportAsync([.. Enumerable.Range(1, 20).Select(n => StoreFolder.Line(n))]);

        CommandRun run = await RunAsync(
            question, "--store", _folder.Database, "--from", "2026-03-01", "--to", "2026-03-02", "--json");

        run.Code.Should().Be(ExitCode.Success, run.Error);
        JsonDocument.Parse(run.Output).Dispose();
    }

    private static IEnumerable<string> Series(int hours, int spikeAt)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        yield return "timestamp,value";
        for (int i = 0; i < hours; i++)
        {
            double value = i == spikeAt ? 500 : 50 + (10 * Math.Sin(i * Math.PI / 12)) + (i * 37 % 11);
            DateTimeOffset at = start.AddHours(i);
            yield return string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm:ss},{value}");
        }
    }

    private static Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(AnalyticsCommand.Create(), arguments);
}
