using System.Text;
using Microsoft.Extensions.AI;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

/// <summary>However a call ends, what it held is free again.</summary>
public sealed class RandomEndingTests
{
    private const int Calls = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_calls_that_end_at_random_hold_nothing_at_the_end()
    {
        await using TestMonitor monitor = QuotaMonitor.Create(
            b => b
                .AddQuota("tokens", q => q.Tokens(1L << 50).Lifetime())
                .AddQuota("calls", q => q.ConcurrentCalls(1_000_000)),
            options => options.Recording.Capacity = 200_000);
        using HttpClient http = monitor.CreateHttpClient(new RandomProvider());
        using IChatClient chat = monitor.Observe(new CountingChatClient(tokens: 4));
        using IChatClient failing = monitor.Observe(new ScriptedChatClient(new IOException("The line is dead.")));

        await Parallel.ForAsync(0, Calls, Token, async (i, _) =>
        {
            try
            {
                await EndAsync(i % 10, http, chat, failing, monitor.Tracker);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // One of the ways to end.
            }
        });

        // What nobody ended is found by the collector only.
        for (int i = 0; i < 50 && await HeldAsync(monitor) > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        (await HeldAsync(monitor)).Should().Be(0);
        monitor.Admissions().OvershootBoundTokens.Should().Be(0);
        monitor.Admissions().Admitted.Should().BeGreaterThanOrEqualTo(Calls * 9 / 10);
    }

    private static async Task<decimal> HeldAsync(TestMonitor monitor) =>
        (await monitor.Quotas().GetStatusAsync(UsageDimensions.None, Token)).Sum(status => status.Held);

    private static async Task EndAsync(
        int ending, HttpClient http, IChatClient chat, IChatClient failing, ITokenTracker tracker)
    {
        using var cancelled = new CancellationTokenSource();
        switch (ending)
        {
            case 0:
                await chat.GetResponseAsync("hi", cancellationToken: Token);
                break;
            case 1:
                await failing.GetResponseAsync("hi", cancellationToken: Token);
                break;
            case 2:
                await foreach (ChatResponseUpdate _ in chat.GetStreamingResponseAsync("hi", cancellationToken: Token))
                {
                    break;
                }

                break;
            case 3:
                await foreach (ChatResponseUpdate _ in chat.GetStreamingResponseAsync(
                    "hi", cancellationToken: cancelled.Token))
                {
                    await cancelled.CancelAsync();
                }

                break;
            case 4:
                // An iterator that is begun, and neither read on nor disposed.
                await chat.GetStreamingResponseAsync("hi", cancellationToken: Token)
                    .GetAsyncEnumerator(Token).MoveNextAsync();
                break;
            case 5:
                using (HttpResponseMessage read = await SendAsync(http, Token))
                {
                    await read.Content.ReadAsByteArrayAsync(Token);
                }

                break;
            case 6:
                (await SendAsync(http, Token)).Dispose();
                break;
            case 7:
                _ = await SendAsync(http, Token); // neither read nor disposed
                break;
            case 8:
                await cancelled.CancelAsync();
                await SendAsync(http, cancelled.Token);
                break;
            default:
                TrackedCall tracked = await tracker.StartAsync(
                    new CallDescription { Provider = "openai", Model = "gpt-4o-mini" }, Token);
                tracked.Dispatched();
                await tracked.DisposeAsync();
                break;
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl)
        {
            Content = new StringContent(WireAnswers.ChatRequest, Encoding.UTF8, "application/json"),
        };
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private sealed class RandomProvider : HttpMessageHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Interlocked.Increment(ref _requests) % 7 == 0) throw new IOException("The line is dead.");

            byte[] body = Encoding.UTF8.GetBytes(WireAnswers.Chat);
            return Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new MemoryStream(body)) });
        }
    }
}
