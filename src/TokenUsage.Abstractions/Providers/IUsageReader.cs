namespace TokenUsage.Providers;

/// <summary>Knows one wire format: which requests have it, where in the answer the usage stands, and what it means.</summary>
/// <remarks>
/// <para>
/// A reader is a stateless singleton. It never sees a body: the core scans each answer as it passes, whatever its
/// framing (one JSON document, server-sent events, JSON lines, a JSON array, AWS event streams) and however it is cut,
/// and hands over the values at <see cref="Paths"/>, those of one event together at most 3 KiB. A reader is therefore
/// bounded by construction. What it throws never reaches the caller; the reading then ends as unreported.
/// </para>
/// <para>
/// A path is a chain of property names from the root of each event, with <c>[]</c> for every element of an array:
/// <c>usage</c>, <c>response.usage</c>, <c>output[].type</c>. At most 64 paths, none of them inside another. A path that
/// ends in <c>?</c> asks only whether a value is there, and is given the first byte of it: <c>data[].b64_json?</c> counts
/// images of any size.
/// </para>
/// <para>
/// The values of one event come in the order of <see cref="Paths"/> when the event has ended, so that of two equal
/// property names the last one counts; those inside an array come at the end of each element.
/// </para>
/// </remarks>
public interface IUsageReader
{
    /// <summary>Gets the format's name, <c>openai.chat</c>. Unique among all readers.</summary>
    string Name { get; }

    /// <summary>Gets the paths whose values <see cref="Read"/> wants.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Gets the paths of generated text, whose length is measured into <see cref="UsageReading.TextLength"/>.</summary>
    IReadOnlyList<string> TextPaths => [];

    /// <summary>Decides by the request alone whether its answer will have this format.</summary>
    /// <returns><see langword="false"/> when this is no call of this format.</returns>
    bool TryRecognize(WireRequest request, out WireCall recognized);

    /// <summary>Reads what the answer's head says.</summary>
    void ReadHead(WireResponse response, UsageReading reading)
    {
    }

    /// <summary>Reads one value.</summary>
    /// <param name="path">The index in <see cref="Paths"/> of the path at which the value stands.</param>
    /// <param name="json">The value's JSON text: an object, a string with its quotes, a number, <c>null</c>.</param>
    /// <param name="reading">What is known so far. A later value usually replaces an earlier one; a reader whose
    /// provider sends parts to be summed adds instead.</param>
    void Read(int path, ReadOnlySpan<byte> json, UsageReading reading);

    /// <summary>Settles what can only be known at the end: sums, cross-checks against a stated total.</summary>
    /// <remarks>Called once, also when the answer broke off.</remarks>
    void Complete(UsageReading reading)
    {
    }
}
