namespace TokenUsage.Providers.Scanning;

/// <summary>Takes what the scanner finds.</summary>
internal interface IValueSink
{
    /// <summary>Takes the value at a path, valid only during the call.</summary>
    void Value(int path, ReadOnlySpan<byte> json);

    /// <summary>Takes a piece of a streamed string, escapes as they stand.</summary>
    void Piece(ReadOnlySpan<byte> raw)
    {
    }
}
