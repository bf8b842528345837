using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenUsage.Providers;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class UnreadAnswerTests
{
    private const string Url = "https://acme.example/generate";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_throws_costs_the_call_its_counts_and_is_named_once()
    {
        var log = new LogLines();
        await using TestMonitor monitor = TestMonitor.Create(services =>
            services.AddSingleton<IUsageReader>(new Reader(fails: true)).AddSingleton<ILoggerProvider>(log));

        await PostAsync(monitor, """{"tokens":5}""", times: 3);

        IReadOnlyList<UsageRecord> records = await monitor.RecordsAsync();
        records.Should().HaveCount(3).And.OnlyContain(r => r.Source == UsageSource.Unreported && r.Tokens.IsEmpty);
        log.Lines.Should().ContainSingle(line => line.Contains("'acme' failed", StringComparison.Ordinal));
        monitor.Services.GetRequiredService<UnreadAnswers>().Count.Should().Be(3);
    }

    [Fact]
    public async Task An_answer_that_passes_a_limit_is_unreported_even_where_a_part_of_it_was_read()
    {
        var log = new LogLines();
        await using TestMonitor monitor = TestMonitor.Create(services =>
            services.AddSingleton<IUsageReader>(new Reader(fails: false)).AddSingleton<ILoggerProvider>(log));

        await PostAsync(monitor, $$"""{"tokens":5} {"tokens":"{{new string('9', 5000)}}"}""", times: 2);

        (await monitor.RecordsAsync()).Should().HaveCount(2)
            .And.OnlyContain(r => r.Source == UsageSource.Unreported && r.Meters.Count == 0 && r.Cost.Usd == null);
        log.Lines.Should().ContainSingle(line => line.Contains("'acme' passed a limit", StringComparison.Ordinal));
    }

    private static async Task PostAsync(TestMonitor monitor, string answer, int times)
    {
        using HttpClient http = monitor.CreateHttpClient(new ScriptedProvider(_ => answer));
        for (int i = 0; i < times; i++)
        {
            using var body = new StringContent("{}", Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(Url, body, Token);
            await response.Content.ReadAsStringAsync(Token);
        }
    }

    private sealed class Reader(bool fails) : IUsageReader
    {
        public string Name => "acme";

        public IReadOnlyList<string> Paths { get; } = ["tokens"];

        public bool TryRecognize(WireRequest request, out WireCall recognized)
        {
            recognized = new WireCall { Provider = "acme", Operation = "chat" };
            return request.Host == "acme.example";
        }

        public void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
        {
            if (fails) throw new InvalidOperationException("a fault of the application's own");
            reading.SetMeter("things", json.Length);
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
