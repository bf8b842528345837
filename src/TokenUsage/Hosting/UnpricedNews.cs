using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Alerting.Rules;
using TokenUsage.Pricing;

namespace TokenUsage;

/// <summary>Hands news of models without a price to alerting, which is made when there are some.</summary>
/// <remarks>Pricing is made before channels are, and a channel of the application's may use what needs pricing.</remarks>
internal sealed class UnpricedNews(IServiceProvider services) : IUnpricedModelListener
{
    public void OnUnpriced(UnpricedModel model) => services.GetRequiredService<EventInbox>().OnUnpriced(model);
}
