namespace TokenUsage.Capture;

/// <summary>The keys from which pseudonyms of users are made. Keep them apart from the store: whoever has both can re-identify.</summary>
public sealed class PseudonymOptions
{
    /// <summary>Gets or sets the secret key in Base64, from a vault or the environment, never from a file in the repository.</summary>
    /// <value>Required; 32 bytes or more.</value>
    public string Key { get; set; } = "";

    /// <summary>Gets or sets the name of the key, which stands before each pseudonym.</summary>
    /// <value>1 to 16 letters and digits. The default is <c>1</c>.</value>
    public string KeyVersion { get; set; } = "1";

    /// <summary>Gets the keys used before, by version: no new pseudonyms, but those made with them can be erased.</summary>
    public IDictionary<string, string> RetiredKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
