using TokenUsage.Providers.Readers;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers;

/// <summary>All formats that are known: the application's own first, then the built-in ones.</summary>
internal sealed class UsageReaderCatalog
{
    private const string OpenAI = "openai";

    private readonly IUsageReader[] _readers;

    /// <summary>Creates it.</summary>
    /// <param name="custom">The application's own readers.</param>
    /// <exception cref="ArgumentException">A reader's paths are malformed, or two readers have one name.</exception>
    public UsageReaderCatalog(IEnumerable<IUsageReader> custom)
    {
        _readers = [.. custom, .. BuiltInReaders.Create()];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (IUsageReader reader in _readers)
        {
            PathTree.Of(reader);
            if (!names.Add(reader.Name))
                throw new ArgumentException($"Two usage readers are named '{reader.Name}'.", nameof(custom));
        }
    }

    /// <summary>Gets the readers, in the order in which they are asked.</summary>
    public IReadOnlyList<IUsageReader> Readers => _readers;

    /// <summary>Finds the format of a request's answer.</summary>
    /// <returns><see langword="false"/> when it is no model call, or one whose tokens cost nothing.</returns>
    public bool TryRecognize(WireRequest request, out IUsageReader reader, out WireCall call)
    {
        foreach (IUsageReader candidate in _readers)
        {
            if (!Recognizes(candidate, request, out call)) continue;
            reader = candidate;
            return true;
        }

        reader = null!;
        call = default;
        return false;
    }

    /// <summary>Finds the formats that a body without an address may have, the likeliest first.</summary>
    /// <param name="provider">The provider, or the name of a format: <c>openai.responses</c>.</param>
    /// <param name="operation">The operation.</param>
    public IReadOnlyList<IUsageReader> Find(string provider, string operation)
    {
        var found = new List<IUsageReader>();
        found.AddRange(_readers.Where(reader => reader.Name == provider));
        if (found.Count > 0) return found;

        // Vertex serves Gemini's formats; whoever has no format of his own speaks OpenAI's.
        string owner = provider == "gcp.vertex_ai" ? "gcp.gemini" : provider;
        IEnumerable<WireFormat> formats = _readers.OfType<WireFormat>();
        found.AddRange(formats.Where(format => format.Owner == owner && format.Operation == operation));
        if (owner != OpenAI)
            found.AddRange(formats.Where(format => format.Owner == OpenAI && format.Operation == operation));
        return found;
    }

    private static bool Recognizes(IUsageReader reader, WireRequest request, out WireCall call)
    {
        try
        {
            return reader.TryRecognize(request, out call);
        }
        catch (Exception)
        {
            // An application's own reader that fails has not recognised the call.
            call = default;
            return false;
        }
    }
}
