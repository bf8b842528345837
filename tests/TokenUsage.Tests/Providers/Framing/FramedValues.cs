using System.Text;
using TokenUsage.Providers.Framing;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Tests.Providers.Framing;

/// <summary>Runs a framing over a body in pieces of every length, and lists the values at <c>n</c> of each event.</summary>
internal sealed class FramedValues : IValueSink
{
    private static readonly PathTree Tree = new(["n"], [], []);

    private readonly List<string> _found = [];

    public static string Read(Func<BodyFraming> make, byte[] body, out BodyFraming last)
    {
        string whole = Read(make, body, body.Length, out last);
        for (int piece = 1; piece < Math.Min(body.Length, 70); piece++)
        {
            Read(make, body, piece, out BodyFraming framing).Should().Be(whole, $"pieces of {piece}");
            framing.GaveUp.Should().Be(last.GaveUp);
            framing.IsDone.Should().Be(last.IsDone);
        }

        return whole;
    }

    public static string ReadWhole(Func<BodyFraming> make, byte[] body, out BodyFraming framing) =>
        Read(make, body, Math.Max(1, body.Length), out framing);

    public static string Read(Func<BodyFraming> make, string body, out BodyFraming last) =>
        Read(make, Encoding.UTF8.GetBytes(body), out last);

    private static string Read(Func<BodyFraming> make, ReadOnlySpan<byte> body, int piece, out BodyFraming framing)
    {
        var values = new FramedValues();
        var scanner = new JsonPathScanner(values);
        scanner.Begin(Tree);
        framing = make();
        framing.Begin();
        while (!body.IsEmpty)
        {
            int length = Math.Min(piece, body.Length);
            framing.Append(body[..length], scanner);
            body = body[length..];
        }

        if (!framing.GaveUp) framing.End(scanner);
        return string.Join(' ', values._found);
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json) => _found.Add(Encoding.UTF8.GetString(json));
}
