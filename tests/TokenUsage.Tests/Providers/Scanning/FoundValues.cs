using System.Text;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Tests.Providers.Scanning;

/// <summary>Runs the scanner and lists what it finds, in the oracle's words.</summary>
internal sealed class FoundValues : IValueSink
{
    private readonly List<string> _found = [];
    private readonly JsonPathScanner _scanner;

    public FoundValues() => _scanner = new JsonPathScanner(this);

    public bool GaveUp => _scanner.GaveUp;

    public long TextLength => _scanner.TextLength;

    /// <summary>Scans a document in pieces whose lengths <paramref name="next"/> decides.</summary>
    public string Read(PathTree tree, byte[] json, Func<int> next)
    {
        _scanner.Begin(tree);
        return ReadNext(json, next);
    }

    /// <summary>Scans another document of the same stream.</summary>
    public string ReadNext(byte[] json, Func<int> next)
    {
        _found.Clear();
        for (int at = 0; at < json.Length;)
        {
            int length = Math.Min(Math.Max(1, next()), json.Length - at);
            byte[] piece = json.AsSpan(at, length).ToArray();
            _scanner.Append(piece);
            piece.AsSpan().Fill((byte)'"'); // whoever still looks at it reads nonsense
            at += length;
        }

        _scanner.EndEvent();
        _found.Sort(StringComparer.Ordinal);
        return string.Join('\n', _found);
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json) => _found.Add($"{path}: {Encoding.UTF8.GetString(json)}");
}
