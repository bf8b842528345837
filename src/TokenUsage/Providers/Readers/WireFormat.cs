namespace TokenUsage.Providers.Readers;

/// <summary>What the built-in readers have in common: they know their format by the end of the path.</summary>
/// <remarks>Gateways change everything before it, and every second host speaks another's dialect.</remarks>
internal abstract class WireFormat : IUsageReader
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> Paths { get; }

    public virtual IReadOnlyList<string> TextPaths => [];

    /// <summary>Gets the operation, in the words of OpenTelemetry's <c>gen_ai.operation.name</c>.</summary>
    public virtual string Operation => "chat";

    /// <summary>Gets whose format it is.</summary>
    public abstract string Owner { get; }

    public virtual bool TryRecognize(WireRequest request, out WireCall recognized)
    {
        recognized = default;
        if (!Recognizes(request)) return false;

        recognized = new WireCall
        {
            Provider = ProviderNames.Find(request, Owner),
            Operation = Operation,
            Model = Address.Model(request.Path),
            IsRepeat = IsRepeat(request),
        };
        return true;
    }

    public virtual void ReadHead(WireResponse response, UsageReading reading)
    {
    }

    public abstract void Read(int path, ReadOnlySpan<byte> json, UsageReading reading);

    public virtual void Complete(UsageReading reading)
    {
    }

    /// <summary>Says whether a request only fetches what another one had made.</summary>
    protected virtual bool IsRepeat(WireRequest request) => request.Method == "GET";

    protected abstract bool Recognizes(WireRequest request);
}
