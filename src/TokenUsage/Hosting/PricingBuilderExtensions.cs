using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage;

/// <summary>Says where prices come from and what changes them.</summary>
public static class PricingBuilderExtensions
{
    /// <summary>Lays a price file over the built-in prices, and reads it again when it changes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">A file in TokenUsage's own format, LiteLLM's or genai-prices'.</param>
    /// <param name="isOverride">Whether the file is the application's own decision, above all other files.</param>
    /// <param name="tenant">The tenant whose prices these are; <see langword="null"/> for every call.</param>
    /// <returns>The builder.</returns>
    /// <remarks>A file that is missing or faulty is logged; the prices that were in force before stay.</remarks>
    public static ITokenMonitoringBuilder UsePrices(
        this ITokenMonitoringBuilder builder, string path, bool isOverride = false, string? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.UsePrices(new FilePriceSource(path, isOverride, tenant));
    }

    /// <summary>Lays the prices of a stream over the built-in ones. The stream is read to its end at once.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="prices">Content in TokenUsage's own format, LiteLLM's or genai-prices'. The caller disposes it.</param>
    /// <param name="name">The name that price versions show.</param>
    /// <param name="isOverride">Whether the prices are the application's own decision, above all others.</param>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder UsePrices(
        this ITokenMonitoringBuilder builder, Stream prices, string name = "stream", bool isOverride = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prices);

        using var content = new MemoryStream();
        prices.CopyTo(content);
        return builder.UsePrices(new OncePriceSource(content.ToArray(), name, isOverride));
    }

    /// <summary>Lays the prices of a source of the application's own over the built-in ones.</summary>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder UsePrices(this ITokenMonitoringBuilder builder, IPriceSource source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        builder.Services.AddSingleton(source);
        return builder;
    }

    /// <summary>Prices tokens flatly: one model, or with no name everything.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="inputPerMillion">US dollars for a million input tokens.</param>
    /// <param name="outputPerMillion">US dollars for a million output tokens.</param>
    /// <param name="model">The model; <see langword="null"/> for all.</param>
    /// <param name="provider">The provider; <see langword="null"/> for all.</param>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder UseFlatPrice(
        this ITokenMonitoringBuilder builder,
        decimal inputPerMillion,
        decimal outputPerMillion,
        string? model = null,
        string? provider = null) => builder.ConfigurePricing(options => options.FlatPrices.Add(new FlatPrice
        {
            Model = model,
            Provider = provider,
            InputPerMillion = inputPerMillion,
            OutputPerMillion = outputPerMillion,
        }));

    /// <summary>Says which model a deployment, an application profile or a gateway's route stands for.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name as calls have it; a <c>*</c> at its beginning or end stands for anything.</param>
    /// <param name="model">The model whose prices hold.</param>
    /// <param name="provider">The provider whose prices hold; <see langword="null"/> for the call's own.</param>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder MapModel(
        this ITokenMonitoringBuilder builder, string name, string model, string? provider = null) =>
        builder.ConfigurePricing(options =>
            options.Models.Add(new ModelMapping { Name = name, Model = model, Provider = provider }));

    /// <summary>Adds an agreement that changes list prices: a discount, a markup, a fee, a minimum.</summary>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder AdjustPrices(this ITokenMonitoringBuilder builder, PriceAdjustment adjustment)
    {
        ArgumentNullException.ThrowIfNull(adjustment);
        return builder.ConfigurePricing(options => options.Adjustments.Add(adjustment));
    }

    /// <summary>Tells a listener of each model without a price, once.</summary>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder OnUnpricedModel(
        this ITokenMonitoringBuilder builder, IUnpricedModelListener listener)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(listener);
        builder.Services.AddSingleton(listener);
        return builder;
    }

    /// <summary>Changes how calls are priced.</summary>
    /// <returns>The builder.</returns>
    public static ITokenMonitoringBuilder ConfigurePricing(
        this ITokenMonitoringBuilder builder, Action<PricingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Registers the stage; the composition root calls it.</summary>
    internal static ITokenMonitoringBuilder AddPricing(this ITokenMonitoringBuilder builder)
    {
        builder.Services.AddSettings<PricingOptions>(
            s => ActivatorUtilities.CreateInstance<PricingOptionsValidator>(s));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<PriceRefresher>();
        builder.Services.TryAddSingleton<IPriceBooks>(services => services.GetRequiredService<PriceRefresher>());
        builder.Services.TryAddSingleton<UnpricedLedger>();
        builder.Services.TryAddSingleton(services =>
            new TenantPricing(services.GetRequiredService<IOptions<PricingOptions>>().Value.Adjustments));
        builder.Services.TryAddSingleton<CallPricer>();
        return builder;
    }
}
