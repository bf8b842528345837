using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TokenUsage.Capture;

/// <summary>Makes pseudonyms with a secret key: without it nobody can tell whose they are, or try names out.</summary>
/// <remarks>
/// HMAC-SHA-256 over a purpose and the id, cut to 128 bits, with the key's version before it. A plain hash was rejected: ids
/// are few enough to be guessed.
/// </remarks>
internal sealed class HmacPseudonymizer : IUserPseudonymizer
{
    private const int Size = 16;
    private const string Purpose = "token-usage/user\0";

    private readonly (string Version, byte[] Key) _present;
    private readonly (string Version, byte[] Key)[] _retired;

    public HmacPseudonymizer(IOptions<PseudonymOptions> options)
    {
        PseudonymOptions settings = options.Value;
        _present = (settings.KeyVersion, Convert.FromBase64String(settings.Key));
        _retired = [.. settings.RetiredKeys.Select(k => (k.Key, Convert.FromBase64String(k.Value)))];
    }

    public string Pseudonymize(string user) => Of(user, _present);

    public IReadOnlyList<string> AllOf(string user) => [Of(user, _present), .. _retired.Select(k => Of(user, k))];

    private static string Of(string user, (string Version, byte[] Key) key)
    {
        ArgumentNullException.ThrowIfNull(user);

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Key, Encoding.UTF8.GetBytes(Purpose + user), hash);
        return $"~{key.Version}.{Base64Url.EncodeToString(hash[..Size])}";
    }
}
