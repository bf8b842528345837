using TokenUsage.Providers;

namespace TokenUsage;

/// <summary>Reads the usage out of one recorded exchange with a provider, as the monitor would while it passes.</summary>
/// <remarks>
/// Holds nothing of what it reads but the ids of answers that were made in the background, 16,384 at most: of several
/// looks at one of them only the first that shows its usage is billable. Not safe for concurrent use.
/// </remarks>
public sealed class UsageInspector
{
    private readonly UsageReaderCatalog _catalog;
    private readonly RequestScan _request = new();
    private readonly ResponseScan _response = new();
    private readonly BackgroundResponses _background = new();

    /// <summary>Creates it with the built-in formats.</summary>
    /// <param name="readers">The application's own formats, asked first.</param>
    /// <exception cref="ArgumentException">A reader's paths are malformed, or two readers have one name.</exception>
    public UsageInspector(params IEnumerable<IUsageReader> readers) => _catalog = new UsageReaderCatalog(readers);

    /// <summary>Reads one exchange.</summary>
    /// <returns><see langword="null"/> when it is no call of a model.</returns>
    public InspectedUsage? Inspect(WireExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        var request = new WireRequest(exchange.Method, exchange.Address);
        if (!_catalog.TryRecognize(request, out IUsageReader reader, out WireCall call)) return null;

        _request.Begin();
        _request.Append(exchange.RequestBody.Span);
        _request.End();

        using var head = new HttpResponseMessage();
        foreach ((string name, string value) in exchange.ResponseHeaders)
        {
            head.Headers.TryAddWithoutValidation(name, value);
        }

        _response.Begin(reader, new WireResponse(exchange.Status, exchange.MediaType, head.Headers));
        _response.Append(exchange.ResponseBody.Span);
        _response.End();

        UsageReading reading = _response.Reading;
        return new InspectedUsage
        {
            Provider = call.Provider,
            Api = reader.Name,
            Operation = call.Operation,
            RequestedModel = _request.Model ?? call.Model,
            Model = reading.Model,
            ResponseId = reading.ResponseId,
            ServiceTier = reading.ServiceTier,
            IsStream = _request.IsStream || IsStreamed(exchange),
            Tokens = reading.Tokens,
            Meters = _response.GaveUp ? [] : [.. reading.Meters],
            Metadata = [.. reading.Metadata],
            StatedCostUsd = _response.GaveUp ? null : reading.StatedCostUsd,
            ErrorType = reading.ErrorType,
            Source = _response.Source(endedNormally: true),
            IsBackground = reading.IsBackground,
            IsBillable = exchange.Status is >= 200 and < 300 && IsBilled(reading, call),
        };
    }

    private bool IsBilled(UsageReading reading, WireCall call) =>
        reading is { IsBackground: true, ResponseId: { } id }
            ? _response.IsStated && _background.TryBill(id, out _)
            : !call.IsRepeat;

    // Gemini and Bedrock say it in the address, Ollama only by how it answers.
    private static bool IsStreamed(WireExchange exchange) =>
        exchange.Address.AbsolutePath.Contains("stream", StringComparison.OrdinalIgnoreCase)
        || exchange.MediaType is { } type
        && (type.Contains("event-stream", StringComparison.OrdinalIgnoreCase)
            || type.Contains("eventstream", StringComparison.OrdinalIgnoreCase)
            || type.Contains("ndjson", StringComparison.OrdinalIgnoreCase)
            || type.Contains("stream+json", StringComparison.OrdinalIgnoreCase));
}
