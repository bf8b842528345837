using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using TokenUsage.Cli.Remote;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Subscribing;

/// <summary><c>token-usage subscribe</c>: what happens in a service that runs, line by line, until Ctrl+C.</summary>
internal sealed class SubscribeCommand
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();
    private readonly RangeOptions _filters = new();

    private readonly Option<string[]> _kinds = new("--kinds", "-k")
    {
        Description = "Kinds of events, separated by commas; all but callStarted when left out.",
    };

    private readonly Option<string[]> _headers = new("--header", "-H")
    {
        Description = "A header the service wants: 'X-Api-Key: …'. Others on the machine may see the command line.",
    };

    private readonly Option<string?> _interval = new("--interval") { Description = "How often at most: 1s, 5s, 1m." };
    private readonly Option<int> _replay = new("--replay") { Description = "So many of the latest events come first." };
    private readonly Option<bool> _compress = new("--compress") { Description = "For services far away." };
    private readonly Option<long?> _count = new("--count", "-n") { Description = "Ends after so many events." };

    public static Command Create() => new SubscribeCommand().Build();

    private Command Build()
    {
        var command = new Command("subscribe", "Shows what happens in a service that runs, until Ctrl+C.")
        {
            _kinds, _filters.Where, _interval, _replay, _count, _compress, _headers, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        SubscribeRequest request = RequestOf(result);
        TextWriter output = result.InvocationConfiguration.Output;
        TextWriter error = result.InvocationConfiguration.Error;
        ServiceAddress service = ServiceOf(result);
        using HttpClient client = ClientOf(result, service.Token);
        var connection = new LiveConnection(
            client, LiveAddress.Of(service.Door, request), TimeProvider.System, error.WriteLine);
        bool asJson = result.GetValue(_json);
        long seen = 0;
        try
        {
            await foreach (SseItem<string> item in connection.ReadAsync(cancellationToken))
            {
                string line = asJson ? EventLine.Json(item.Data) : EventLine.Text(item.EventType, item.Data);
                await output.WriteLineAsync(line.AsMemory(), cancellationToken);
                await output.FlushAsync(cancellationToken); // whoever reads a pipe waits for this line
                if (++seen >= request.Count) break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how it is meant to end.
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCode.Failure;
        }

        return ExitCode.Success;
    }

    private SubscribeRequest RequestOf(ParseResult result)
    {
        if (result.GetValue(_count) < 1)
            throw new InputException($"--count is {result.GetValue(_count)}; it must be from 1.");
        if (result.GetValue(_replay) is < 0 or > 1_000)
            throw new InputException($"--replay is {result.GetValue(_replay)}; it must be from 0 to 1000.");
        string[] kinds = [.. (result.GetValue(_kinds) ?? []).SelectMany(
            names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        return new SubscribeRequest(
            [.. kinds.Select(KindOf)], _filters.FiltersOf(result), result.GetValue(_interval),
            result.GetValue(_replay), result.GetValue(_count), result.GetValue(_compress));
    }

    private static FeedEventKind KindOf(string name) =>
        Enum.TryParse(name, ignoreCase: true, out FeedEventKind kind) && !char.IsDigit(name[0])
            ? kind
            : throw new InputException(
                $"--kinds {name} is no kind of event; use {string.Join(", ", Enum.GetNames<FeedEventKind>())}.");

    private ServiceAddress ServiceOf(ParseResult result)
    {
        StoreAddress address = _store.AddressOf(result);
        return address as ServiceAddress ?? throw new InputException(
            $"{address.Name} tells nothing by itself; name the service that runs with --store https://host/usage.");
    }

    private HttpClient ClientOf(ParseResult result, string? token)
    {
        // A token must not follow a redirect to somebody else; and a stream has no end to wait for.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (string header in result.GetValue(_headers) ?? [])
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            bool isSound = colon > 0 && client.DefaultRequestHeaders.TryAddWithoutValidation(
                header[..colon].Trim(), header[(colon + 1)..].Trim());
            if (isSound) continue;

            client.Dispose();
            throw new InputException("--header is not 'Name: value'."); // its value may be a secret
        }

        return client;
    }
}
