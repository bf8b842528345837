using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace TokenUsage.Cosmos.Tests;

/// <summary>What is sent, where the stand-in server cannot show what would come of it.</summary>
public sealed class WireTests(CosmosServer server) : IClassFixture<CosmosServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_a_document_with_the_fields_that_other_tools_read()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        UsageRecord record = bench.Records.MakeFull();
        await store.AppendAsync([record], Token);

        (JsonDocument Document, string Version)? found =
            await bench.Container.ReadAsync("alice", record.Id.ToString("N"), Token);
        JsonElement document = found!.Value.Document.RootElement;

        document.GetProperty("user_id").GetString().Should().Be("alice");
        document.GetProperty("thread_id").GetString().Should().Be("t-42");
        document.GetProperty("timestamp").GetString().Should().Be("2026-05-04T12:00:00.1234567+00:00");
        document.GetProperty("model").GetString().Should().Be("claude-sonnet-4-5");
        document.GetProperty("agent_name").GetString().Should().Be("planner");
        document.GetProperty("operation_type").GetString().Should().Be("chat");
        document.GetProperty("input_tokens").GetInt64().Should().Be(1_000);
        document.GetProperty("output_tokens").GetInt64().Should().Be(50);
        document.GetProperty("total_tokens").GetInt64().Should().Be(1_050);
        document.GetProperty("input_cost").GetDouble().Should().Be(0.01);
        document.GetProperty("output_cost").GetDouble().Should().Be(0);
        document.GetProperty("total_cost").GetDouble().Should().BeApproximately(0.01234567890123, 1e-12);
        document.GetProperty("cost").GetProperty("usd").GetString().Should().Be("0.0123456789012345678901");
        document.GetProperty("request_metadata").GetProperty("x-ratelimit-remaining").GetString().Should().Be("99");
        document.TryGetProperty("ttl", out _).Should().BeFalse();
        found.Value.Document.Dispose();
    }

    [Fact]
    public async Task Retention_is_the_rest_of_a_records_time_to_live_and_rollups_have_none()
    {
        var bodies = new ConcurrentQueue<string>();
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(
            server, options => options.RecordRetention = TimeSpan.FromDays(30));
        using StoreBench closing = bench;
        bench.Handler.Interrupt = request =>
        {
            if (request.Content is not null) bodies.Enqueue(ReadBody(request));
            return null;
        };

        await store.AppendAsync([bench.Records.Make(at: bench.Time.GetUtcNow().AddDays(-10))], Token);

        string record = bodies.Single(body => body.Contains("\"type\":\"record\"", StringComparison.Ordinal));
        record.Should().Contain("\"ttl\":1728000"); // 20 days
        bodies.Where(body => body != record).Should().OnlyContain(body => !body.Contains("\"ttl\""));
    }

    [Fact]
    public async Task The_container_is_created_with_its_partition_key_and_with_time_to_live_on()
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        var bodies = new ConcurrentQueue<string>();
        var handler = new StandInHandler
        {
            Interrupt = request =>
            {
                bool isCreation = request.Method == HttpMethod.Post
                    && request.RequestUri!.AbsolutePath.EndsWith("/colls", StringComparison.Ordinal);
                if (isCreation) bodies.Enqueue(ReadBody(request));
                return null;
            },
        };
        using var store = new CosmosUsageStore(server.Options(handler), TimeProvider.System);

        await store.OpenAsync(Token);

        bodies.Should().ContainSingle().Which.Should().Contain("\"id\":\"token_usage\"")
            .And.Contain("\"paths\":[\"/user_id\"]").And.Contain("\"defaultTtl\":-1").And.Contain("/cells/*");
    }

    [Fact]
    public async Task Bulk_sends_records_together_and_each_may_fail_alone()
    {
        Assert.SkipUnless(CosmosServer.IsInstalled, CosmosServer.Missing);
        var batches = new ConcurrentQueue<HttpRequestMessage>();
        var handler = new StandInHandler
        {
            Interrupt = request =>
            {
                if (!request.Headers.Contains("x-ms-cosmos-is-batch-request")) return null;
                batches.Enqueue(request);
                return new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("{}") };
            },
        };
        using var store = new CosmosUsageStore(server.Options(handler, bulk: true), TimeProvider.System);
        await store.OpenAsync(Token);

        Func<Task> act = async () => await store.AppendAsync([new Conformance.RecordFactory().Make()], Token);

        await act.Should().ThrowAsync<Exception>("the stand-in cannot read the request's binary form");
        HttpRequestMessage sent = batches.First();
        sent.Headers.GetValues("x-ms-cosmos-batch-atomic").Should().Equal("False");
        sent.Headers.GetValues("x-ms-cosmos-batch-continue-on-error").Should().Equal("True");
    }

    [Fact]
    public async Task An_account_that_is_asked_too_often_is_asked_again_when_it_says()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(server);
        using StoreBench closing = bench;
        int refused = 0;
        bench.Handler.Interrupt = request => IsDocument(request) && Interlocked.Increment(ref refused) <= 12
            ? Throttle()
            : null;

        await store.AppendAsync([bench.Records.Make(), bench.Records.Make()], Token);

        refused.Should().BeGreaterThan(12);
        await StoreBench.RequireExactAsync(store, "throttled twelve times");
    }

    [Fact]
    public async Task An_account_that_stays_busy_fails_the_batch_which_is_then_tried_again()
    {
        (StoreBench bench, CosmosUsageStore store) = await StoreBench.OpenAsync(
            server, options => options.ThrottlingPatience = TimeSpan.Zero);
        using StoreBench closing = bench;
        UsageRecord record = bench.Records.Make();
        bench.Handler.Interrupt = request => IsDocument(request) ? Throttle() : null;
        Func<Task> act = async () => await store.AppendAsync([record], Token);
        (await act.Should().ThrowAsync<Microsoft.Azure.Cosmos.CosmosException>())
            .Which.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        bench.Handler.Interrupt = null;

        (await store.AppendAsync([record], Token)).Inserted.Should().Equal(record.Id);
    }

    private static bool IsDocument(HttpRequestMessage request) => request.Method == HttpMethod.Post
        && request.RequestUri!.AbsolutePath.EndsWith("/docs", StringComparison.Ordinal)
        && !request.Headers.Contains("x-ms-documentdb-isquery");

    private static HttpResponseMessage Throttle()
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
        response.Headers.Add("x-ms-retry-after-ms", "5");
        return response;
    }

    private static string ReadBody(HttpRequestMessage request)
    {
        using var copy = new MemoryStream();
        request.Content!.CopyTo(copy, null, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(copy.ToArray());
    }
}
