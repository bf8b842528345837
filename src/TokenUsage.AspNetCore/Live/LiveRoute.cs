using System.Globalization;
using TokenUsage.AspNetCore.Endpoints;

namespace TokenUsage.AspNetCore.Live;

/// <summary>Tells what happens as it happens, as server-sent events.</summary>
internal static class LiveRoute
{
    private static readonly RouteParameter[] Parameters =
    [
        new("kinds", "Kinds of events, separated by commas. Default: all but callStarted."),
        new("interval", "How often to send at most: 1s, 5s. Default: at once."),
        new("replay", "How many of the latest events to send first, to 1,000.", "integer"),
        new("after", "The id of the last event seen, for clients that cannot send Last-Event-ID."),
        new("compress", "true to compress what is sent, by Accept-Encoding: for readers far away.", "boolean"),
    ];

    public static UsageRoute Route { get; } =
        new("GET", "/api/live", "What happens, as server-sent events; goes on after Last-Event-ID.", AnswerAsync)
        {
            Parameters = Parameters,
            TakesFilters = true,
        };

    private static async Task AnswerAsync(UsageCall call)
    {
        FeedOptions options = ReadOptions(call);
        bool isCompressed = call.Query.Flag("compress");
        if (!call.Web.Streams.TryOpen())
        {
            await Problem.WriteAsync(call.Http, 503, "Too many live streams are open; try again later.")
                .ConfigureAwait(false);
            return;
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Web.Stopping);
            await new LiveStream(call, isCompressed).RunAsync(call.Get<IUsageFeed>(), options, ending.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader has gone, or the service stops: both are the usual end of a stream.
        }
        finally
        {
            call.Web.Streams.Close();
        }
    }

    private static FeedOptions ReadOptions(UsageCall call)
    {
        string? interval = call.Query.Text("interval");
        TimeSpan pace = interval is null ? TimeSpan.Zero : QueryParameters.Span("interval", interval);
        if (pace > TimeSpan.FromMinutes(1))
            throw new BadParameterException("interval", $"'interval' is '{interval}'; use up to 1m.");

        return new FeedOptions
        {
            Name = "web",
            Kinds = call.Query.Choices<FeedEventKind>("kinds"),
            Where = call.Filters(),
            Interval = pace,
            Replay = call.Query.Number("replay", 0, 1_000) ?? 0,
            After = ReadPosition(call),
        };
    }

    private static long? ReadPosition(UsageCall call)
    {
        string? header = call.Http.Request.Headers["Last-Event-ID"];
        string? id = string.IsNullOrEmpty(header) ? call.Query.Text("after") : header;
        if (id?.Split('-') is not [var epoch, var number] || epoch != call.Web.Streams.Epoch) return null;

        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence
            : null;
    }
}
