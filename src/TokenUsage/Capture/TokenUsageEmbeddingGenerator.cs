using Microsoft.Extensions.AI;
using TokenUsage.Diagnostics;

namespace TokenUsage.Capture;

/// <summary>Sees each call of an embedding generator. Where the HTTP handler sees the same call, its record stands.</summary>
internal sealed class TokenUsageEmbeddingGenerator<TInput, TEmbedding>
    : DelegatingEmbeddingGenerator<TInput, TEmbedding>
    where TEmbedding : Embedding
{
    private readonly CallObserver _observer;
    private readonly CaptureOptions _options;
    private readonly string _provider;
    private readonly string? _defaultModel;
    private readonly OuterTelemetry _outer = new();

    // Set once a call was seen further in, where its quota is asked for.
    private volatile bool _isCovered;

    public TokenUsageEmbeddingGenerator(
        IEmbeddingGenerator<TInput, TEmbedding> innerGenerator, CallObserver observer, CaptureOptions options)
        : base(innerGenerator)
    {
        _observer = observer;
        _options = options;
        var metadata = innerGenerator.GetService<EmbeddingGeneratorMetadata>();
        _provider = metadata?.ProviderName ?? "unknown";
        _defaultModel = metadata?.DefaultModelId;
    }

    public override async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        if (!_observer.IsOn) return await base.GenerateAsync(values, options, cancellationToken).ConfigureAwait(false);

        OperationScope scope = _observer.OpenScope(_outer.IsThere);
        CallObservation call = _observer.Begin(_provider, "embeddings", _options, scope);
        call.Entry.OperationId = scope.Id;
        call.Entry.RequestedModel = options?.ModelId ?? _defaultModel;
        call.SentLength = Length(values);
        OperationScope.Current = scope;
        try
        {
            if (_observer.AsksQuotas && !_isCovered)
            {
                scope.Holder = call;
                var estimate = new TokenCounts { Input = ChatEstimate.OfInputs(values), Output = 0 };
                await call.AdmitAsync(estimate, _options.QuotaWait, cancellationToken).ConfigureAwait(false);
            }

            call.IsDispatched = true;
            GeneratedEmbeddings<TEmbedding> embeddings = await base
                .GenerateAsync(values, options, cancellationToken).ConfigureAwait(false);
            if (embeddings.Usage is { } usage) call.Entry.Tokens = UsageDetailsReader.Read(usage);
            if (embeddings.Count > 0) call.Entry.Model = embeddings[0].ModelId;
            if (scope.IsCovered) _isCovered = true;
            call.End(CallOutcome.Success);
            return embeddings;
        }
        catch (Exception exception)
        {
            call.EndWith(exception);
            throw;
        }
    }

    private static long Length(IEnumerable<TInput> values) =>
        values is IReadOnlyList<string> texts ? texts.Sum(text => (long)(text?.Length ?? 0)) : 0;
}
