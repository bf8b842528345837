using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Live;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing;

/// <summary>Loads prices at start and again when they change, and swaps the book in force as a whole.</summary>
/// <remarks>Starts itself with the first book that is asked for; a program without a host refreshes too.</remarks>
internal sealed class PriceRefresher : IPriceBooks, IDisposable
{
    private readonly ImmutableArray<LoadedSource> _sources;
    private readonly PricingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PriceRefresher> _logger;
    private readonly UsageFeed? _feed;
    private readonly PriceShelf _shelf;
    private readonly ImmutableArray<ModelMap> _maps;
    private readonly FlatPrices _flat;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer? _timer;
    private int _isDisposed;

    public PriceRefresher(
        IEnumerable<IPriceSource> sources, IOptions<PricingOptions> options, TimeProvider time,
        ILogger<PriceRefresher> logger, UsageFeed? feed = null)
    {
        // The last one added lies on top, as the last registration wins elsewhere; overrides lie above copies, and a
        // tenant's own prices above both.
        _sources = [.. sources.Reverse().OrderBy(source => source.Tenant is null)
            .ThenByDescending(source => source.IsOverride)
            .Select(source => new LoadedSource(source))];
        _options = options.Value;
        _time = time;
        _logger = logger;
        _feed = feed;
        _maps = [.. _options.Models.Select(map =>
            new ModelMap(NameRule.Parse(map.Name), map.Provider, map.Model, map.Attributes, map.Tenant))];
        _flat = new FlatPrices(_options.FlatPrices);
        _shelf = new PriceShelf(NewBook());
        if (_sources.IsEmpty) return;

        _timer = _time.CreateTimer(
            static state => _ = ((PriceRefresher)state!).RefreshQuietlyAsync(), this, TimeSpan.Zero,
            _options.RefreshInterval);
    }

    public PriceBook Current => _shelf.Current;

    public ImmutableArray<LoadedSource> Sources => _sources;

    /// <summary>Looks at every source once.</summary>
    /// <returns>Whether new prices came into force.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changed = new List<LoadedSource>();
            foreach (LoadedSource source in _sources)
            {
                if (await TryLoadAsync(source, cancellationToken).ConfigureAwait(false)) changed.Add(source);
                ReportAge(source);
            }

            if (changed.Count == 0) return false;

            _shelf.Replace(NewBook());
            foreach (LoadedSource source in changed) Tell(source); // only now: who is told asks for the new prices
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        // A container disposes once for every service type that it serves.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;

        _stop.Cancel();
        _timer?.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> TryLoadAsync(LoadedSource source, CancellationToken cancellationToken)
    {
        string name = source.Source.Name;
        try
        {
            Stream? content = await source.Source.OpenIfChangedAsync(cancellationToken).ConfigureAwait(false);
            if (content is null) return false;

            await using (content.ConfigureAwait(false))
            {
                ImportedCatalog imported =
                    await PriceFile.ReadAsync(content, name, null, cancellationToken).ConfigureAwait(false);
                source.Loaded = ImportComparison.Accept(source.Loaded, imported);
            }

            source.LoadedAt = _time.GetUtcNow();
            source.Fault = null;
            source.IsStaleReported = false;
            _logger.PricesLoaded(name, source.Loaded.Report.Models, source.Loaded.Report.Quarantined.Length);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever is wrong with a source, the prices in force are better than none.
            if (source.Fault != exception.Message) _logger.PricesRefused(name, exception.Message);
            source.Fault = exception.Message;
            return false;
        }
    }

    private void Tell(LoadedSource source) => _feed?.Publish(new FeedEvent
    {
        Kind = FeedEventKind.PriceChanged,
        Name = source.Source.Name,
        Message = FormattableString.Invariant(
            $"Prices of {source.Loaded!.Report.Models} models from '{source.Source.Name}' are in force."),
        Value = source.Loaded.Report.Models,
        Scope = source.Source.Tenant is { } tenant ? new UsageDimensions { Project = tenant } : UsageDimensions.None,
    });

    private void ReportAge(LoadedSource source)
    {
        if (source.Loaded is null || source.IsStaleReported) return;

        TimeSpan age = _time.GetUtcNow() - (source.Loaded.Catalog.AsOf ?? source.LoadedAt);
        if (age < _options.StaleAfter) return;

        source.IsStaleReported = true;
        _logger.PricesStale(source.Source.Name, age, _options.StaleAfter);
    }

    private PriceBook NewBook()
    {
        IEnumerable<PriceLayer> loaded = _sources.Where(source => source.Loaded is not null)
            .Select(source => new PriceLayer(
                new CatalogIndex(source.Loaded!.Catalog),
                !source.Source.IsOverride && source.Source.Tenant is null,
                source.Loaded.Catalog.AsOf ?? source.LoadedAt,
                source.Source.Tenant));
        return new PriceBook([.. loaded, PriceShelf.BuiltIn], _maps, _flat);
    }

    private async Task RefreshQuietlyAsync()
    {
        try
        {
            await RefreshAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Stopping is no news.
        }
    }
}
