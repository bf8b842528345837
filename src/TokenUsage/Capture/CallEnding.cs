namespace TokenUsage.Capture;

/// <summary>Ends an observation whichever way the code around it is left; still open then, the call was interrupted.</summary>
/// <remarks>An enumerator that nobody disposes is left by no way at all: for it there is the finaliser.</remarks>
internal sealed class CallEnding(CallObservation observation) : IDisposable
{
    ~CallEnding()
    {
        try
        {
            Observation.End(CallOutcome.Interrupted);
        }
        catch (Exception)
        {
            // On the finaliser's thread an exception ends the process, and there is nobody to tell.
        }
    }

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

    public void Dispose()
    {
        Observation.End(CallOutcome.Interrupted);
        GC.SuppressFinalize(this);
    }
}
