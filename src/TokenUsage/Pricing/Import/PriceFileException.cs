namespace TokenUsage.Pricing.Import;

/// <summary>A price file that cannot be read as a whole. The prices in force stay.</summary>
internal sealed class PriceFileException : Exception
{
    public PriceFileException(string message)
        : base(message)
    {
    }

    public PriceFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
