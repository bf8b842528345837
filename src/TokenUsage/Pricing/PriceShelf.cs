using System.Collections.Immutable;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;

namespace TokenUsage.Pricing;

/// <summary>Holds the book in force and swaps it as a whole.</summary>
internal sealed class PriceShelf : IPriceBooks
{
    private PriceBook _current;

    public PriceShelf(PriceBook book) => _current = book;

    public PriceBook Current => Volatile.Read(ref _current);

    /// <summary>The layer that is always there.</summary>
    public static PriceLayer BuiltIn { get; } = new(
        new CatalogIndex(BuiltInPrices.Catalog), IsRefreshed: false, BuiltInPrices.Catalog.AsOf ?? default);

    public static PriceShelf OfBuiltIn() => new(new PriceBook(ImmutableArray.Create(BuiltIn)));

    public void Replace(PriceBook book) => Volatile.Write(ref _current, book);
}
