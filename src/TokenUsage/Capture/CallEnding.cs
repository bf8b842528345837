namespace TokenUsage.Capture;

/// <summary>Ends an observation whichever way the code around it is left; still open then, the call was interrupted.</summary>
internal readonly struct CallEnding(CallObservation observation) : IDisposable
{
    public CallObservation Observation { get; } = observation;

    /// <summary>Moves on, and ends the observation when that fails: an iterator cannot catch around its yields.</summary>
    public async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Observation.EndWith(exception);
            throw;
        }
    }

    public void Dispose() => Observation.End(CallOutcome.Interrupted);
}
