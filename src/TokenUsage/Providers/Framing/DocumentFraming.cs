using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Framing;

/// <summary>One JSON document; or several behind each other, or in an array, which the scanner itself tells apart.</summary>
internal sealed class DocumentFraming : BodyFraming
{
    public override void Append(ReadOnlySpan<byte> bytes, JsonPathScanner scanner) => scanner.Append(bytes);

    public override void End(JsonPathScanner scanner)
    {
        IsDone = scanner.Events > 0 && scanner.IsBetweenDocuments;
        base.End(scanner);
    }
}
