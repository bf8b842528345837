namespace TokenUsage.Providers.Framing;

/// <summary>How a body is cut into events.</summary>
internal enum BodyKind
{
    /// <summary>JSON documents, one or several, in an array or not.</summary>
    Document,

    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>JSON lines.</summary>
    Lines,

    /// <summary>AWS event-stream frames.</summary>
    Frames,
}
