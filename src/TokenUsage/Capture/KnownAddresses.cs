using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Recognises addresses, and remembers the last few: an application calls the same ones over and over.</summary>
/// <remarks>
/// Asking every reader costs about as much as all the rest of an observation. Addresses with a query are not kept, for
/// there may be a key in it.
/// </remarks>
internal sealed class KnownAddresses(UsageReaderCatalog readers)
{
    private const int Slots = 64;
    private const int LongestKept = 256;

    // Each slot holds whatever came last: no lock, no eviction, and no more than this.
    private readonly KnownAddress?[] _slots = new KnownAddress?[Slots];

    public KnownAddress Recognize(string method, Uri uri)
    {
        string address = uri.OriginalString;
        if (address.Length > LongestKept || address.Contains('?')) return Ask(method, uri);

        ref KnownAddress? slot = ref _slots[(uint)address.GetHashCode(StringComparison.Ordinal) % Slots];
        if (Volatile.Read(ref slot) is { } known && known.Is(method, address)) return known;

        KnownAddress asked = Ask(method, uri);
        Volatile.Write(ref slot, asked);
        return asked;
    }

    private KnownAddress Ask(string method, Uri uri)
    {
        var head = new WireRequest(method, uri);
        return readers.TryRecognize(head, out IUsageReader reader, out WireCall call)
            ? new KnownAddress(method, uri.OriginalString)
            {
                Reader = reader,
                Call = call,
                Path = head.Path,
                Host = head.Host,
            }
            : new KnownAddress(method, uri.OriginalString);
    }
}
