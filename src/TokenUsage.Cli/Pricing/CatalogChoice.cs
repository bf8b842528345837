using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage.Cli.Pricing;

/// <summary>The price list that a command works on: a file of any format, or the built-in one.</summary>
internal static class CatalogChoice
{
    /// <exception cref="PriceFileException">The file cannot be used as a whole.</exception>
    public static ImportedCatalog Load(FileInfo? file)
    {
        if (file is null)
        {
            return new ImportedCatalog(
                BuiltInPrices.Catalog,
                new ImportReport(
                    "built-in", BuiltInPrices.Catalog.ModelCount, BuiltInPrices.Catalog.ModelCount, [], []));
        }

        try
        {
            return PriceFile.Read(File.ReadAllBytes(file.FullName), Path.GetFileNameWithoutExtension(file.Name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PriceFileException($"'{file.FullName}' cannot be read: {exception.Message}", exception);
        }
    }

    public static PriceBook BookOf(ImportedCatalog imported) =>
        new([new PriceLayer(new CatalogIndex(imported.Catalog), IsRefreshed: false, imported.Catalog.AsOf ?? default)]);

    /// <summary>Lays a file over the built-in prices, as UsePrices does; the built-in ones alone when there is none.</summary>
    /// <exception cref="PriceFileException">The file cannot be used as a whole.</exception>
    public static PriceBook BookOver(FileInfo? file)
    {
        if (file is null) return new PriceBook([PriceShelf.BuiltIn]);

        PriceCatalog catalog = Load(file).Catalog;
        var layer = new PriceLayer(new CatalogIndex(catalog), IsRefreshed: true, catalog.AsOf ?? file.LastWriteTimeUtc);
        return new PriceBook([layer, PriceShelf.BuiltIn]);
    }

    public static CallPricer PricerOf(PriceBook book) => new(
        new PriceShelf(book), TenantPricing.None, new UnpricedLedger(NullLogger<UnpricedLedger>.Instance));
}
