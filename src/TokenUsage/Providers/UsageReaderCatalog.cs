using TokenUsage.Providers.Readers;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers;

/// <summary>All formats that are known: the application's own first, then the built-in ones.</summary>
internal sealed class UsageReaderCatalog
{
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

    /// <summary>Finds the format of a body that comes without an address.</summary>
    public bool TryFind(string provider, string operation, out IUsageReader reader)
    {
        reader = null!;
        foreach (IUsageReader candidate in _readers)
        {
            if (candidate is not WireFormat format || format.Operation != operation) continue;
            if (format.Owner == provider)
            {
                reader = format;
                return true;
            }

            // Whoever has no format of his own speaks OpenAI's.
            if (format.Owner == "openai" && reader is null) reader = format;
        }

        return reader is not null;
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
