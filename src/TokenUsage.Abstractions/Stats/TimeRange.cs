namespace TokenUsage;

/// <summary>A span of time, its end excluded.</summary>
public readonly record struct TimeRange
{
    /// <summary>Gets the first moment; <see langword="null"/> when the range is given by its <see cref="Length"/>.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>Gets the first moment after the range; <see langword="null"/> when the range ends now.</summary>
    public DateTimeOffset? To { get; private init; }

    /// <summary>Gets the length of a range that ends now; <see langword="null"/> when both ends are fixed.</summary>
    public TimeSpan? Length { get; private init; }

    /// <summary>Makes a range of this length that ends when it is asked about.</summary>
    public static TimeRange Last(TimeSpan length) => new() { Length = length };

    /// <summary>Makes a range with fixed ends.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment after the range.</param>
    public static TimeRange Between(DateTimeOffset from, DateTimeOffset to) => new() { From = from, To = to };
}
