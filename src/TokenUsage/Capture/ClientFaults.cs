namespace TokenUsage.Capture;

/// <summary>Says what an exception of a client means, where the wire itself was not seen.</summary>
internal static class ClientFaults
{
    private const int MaxDepth = 8;

    /// <summary>Takes over what the exception proves.</summary>
    /// <remarks>
    /// A client that could talk to its provider and throws says that the provider refused, and no refusal is billed. One
    /// that lost the connection, or its patience, knows nothing: the provider may have answered, and bills it.
    /// </remarks>
    public static void Judge(CallObservation call, Exception exception)
    {
        Link link = Find(exception, MaxDepth);
        if (link == Link.NeverMade) call.IsDispatched = false;
        else if (link == Link.Held && call.ReceivedLength == 0) call.IsRejected = true;
    }

    // SDKs wrap what the connection threw, and their retries gather what each attempt threw. The worst of it counts.
    private static Link Find(Exception exception, int depth)
    {
        if (depth == 0) return Link.Broken;
        if (WireFaults.WasNotSent(exception)) return Link.NeverMade;
        if (exception is HttpRequestException { StatusCode: not null }) return Link.Held;
        if (exception is OperationCanceledException or TimeoutException) return Link.Broken;
        if (exception is AggregateException { InnerExceptions: { Count: > 0 } attempts })
        {
            return attempts.Max(attempt => Find(attempt, depth - 1));
        }

        if (exception.InnerException is { } inner) return Find(inner, depth - 1);
        return exception is HttpRequestException or IOException ? Link.Broken : Link.Held;
    }

    private enum Link
    {
        NeverMade,
        Held,
        Broken,
    }
}
