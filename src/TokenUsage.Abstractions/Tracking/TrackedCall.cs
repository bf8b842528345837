namespace TokenUsage;

/// <summary>One call under way, told step by step by the code that makes it.</summary>
/// <remarks>Gives exactly one record, when it is disposed. An open call that is disposed was interrupted.</remarks>
public abstract class TrackedCall : IAsyncDisposable
{
    /// <summary>Says that the request has left: from here on the provider may bill it.</summary>
    public abstract void Dispatched();

    /// <summary>Says that the first part of the answer has arrived.</summary>
    public abstract void FirstToken();

    /// <summary>Says that the answer is complete, and what it used.</summary>
    public abstract void Complete(TokenCounts tokens, string? servedModel = null);

    /// <summary>Says that the answer is complete, and reads what it used out of its body.</summary>
    /// <param name="provider">The provider whose format the body has.</param>
    /// <param name="responseBody">The body: JSON, or the text of a whole event stream.</param>
    public abstract void Complete(string provider, ReadOnlySpan<byte> responseBody);

    /// <summary>Says that the call failed.</summary>
    /// <param name="errorType">A type or a code. Messages may hold secrets and are not kept.</param>
    public abstract void Fail(string errorType);

    /// <summary>Ends the call and writes its record.</summary>
    public abstract ValueTask DisposeAsync();
}
