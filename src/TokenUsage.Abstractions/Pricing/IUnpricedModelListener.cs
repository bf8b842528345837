namespace TokenUsage.Pricing;

/// <summary>Is told of each model without a price, once: an alert that somebody must add one.</summary>
public interface IUnpricedModelListener
{
    /// <summary>Takes the news. Called on a thread of the pool, away from the call; exceptions are logged.</summary>
    void OnUnpriced(UnpricedModel model);
}
