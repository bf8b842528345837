namespace TokenUsage.Admission;

/// <summary>
/// Whose counter a line changes: a quota, its window's rule and the values of its dimensions, as one text.
/// </summary>
/// <remarks>A class that hashes once, and not a string, because every call looks up every account it touches.</remarks>
public sealed class QuotaAccount : IEquatable<QuotaAccount>
{
    private readonly int _hash;

    /// <summary>Creates an account.</summary>
    /// <param name="text">The text that identifies it, the same in every process.</param>
    public QuotaAccount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _hash = string.GetHashCode(text, StringComparison.Ordinal);
    }

    /// <summary>Gets the text that identifies the account.</summary>
    public string Text { get; }

    /// <summary>
    /// Gets or sets a ledger's own note of where it keeps the account: it saves looking that up on every call.
    /// </summary>
    /// <remarks>Any ledger may overwrite it at any time, so that it must be checked before it is believed.</remarks>
    public object? Hint { get; set; }

    /// <summary>Says whether the other account has the same text.</summary>
    public bool Equals(QuotaAccount? other) => ReferenceEquals(this, other)
        || (other is not null && other._hash == _hash && other.Text.Equals(Text, StringComparison.Ordinal));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as QuotaAccount);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
