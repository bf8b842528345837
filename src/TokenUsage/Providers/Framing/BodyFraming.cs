using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Framing;

/// <summary>Cuts a body into events and feeds their JSON to the scanner, whatever pieces the body comes in.</summary>
internal abstract class BodyFraming
{
    /// <summary>The most bytes that an event may have, those leapt over inside strings not counted.</summary>
    /// <remarks>A lone document has no such limit: nothing of it is kept, and embeddings answers are tens of megabytes.</remarks>
    public const int MaxEventBytes = 1 << 20;

    /// <summary>Gets whether the framing was violated, or a limit passed: what was found may be wrong.</summary>
    public bool GaveUp { get; protected set; }

    /// <summary>Gets whether the body has said that it is complete.</summary>
    public bool IsDone { get; protected set; }

    /// <summary>Gets the type of a failure that the framing itself reported.</summary>
    public string? ErrorType { get; protected set; }

    public virtual void Begin()
    {
        GaveUp = false;
        IsDone = false;
        ErrorType = null;
    }

    public abstract void Append(ReadOnlySpan<byte> bytes, JsonPathScanner scanner);

    /// <summary>Ends the body, also where it broke off.</summary>
    public virtual void End(JsonPathScanner scanner) => scanner.EndEvent(unfinished: true);
}
