using System.Buffers.Text;
using Microsoft.Extensions.Options;

namespace TokenUsage.Capture;

/// <summary>Lists every fault of <see cref="PseudonymOptions"/> at once, and shows no key.</summary>
internal sealed class PseudonymOptionsValidator : IValidateOptions<PseudonymOptions>
{
    private const int LeastBytes = 32;
    private const int MostVersion = 16;

    public ValidateOptionsResult Validate(string? name, PseudonymOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        CheckKey(faults, nameof(options.Key), options.Key);
        CheckVersion(faults, nameof(options.KeyVersion), options.KeyVersion);
        foreach ((string version, string key) in options.RetiredKeys)
        {
            CheckKey(faults, $"{nameof(options.RetiredKeys)}[{version}]", key);
            CheckVersion(faults, nameof(options.RetiredKeys), version);
            if (version == options.KeyVersion)
            {
                faults.AddError(
                    $"names version '{version}', which is the present one; give the present key a new version.",
                    nameof(options.RetiredKeys));
            }
        }

        return faults.Build();
    }

    private static void CheckKey(ValidateOptionsResultBuilder faults, string member, string? key)
    {
        int length = key is not null && Base64.IsValid(key, out int bytes) ? bytes : -1;
        if (length >= LeastBytes) return;
        string found = length < 0 ? "is no Base64 text" : $"has {length} bytes";
        faults.AddError(
            $"{found}; {LeastBytes} random bytes in Base64 are needed: openssl rand -base64 {LeastBytes}.", member);
    }

    private static void CheckVersion(ValidateOptionsResultBuilder faults, string member, string version)
    {
        bool isGood = version is { Length: > 0 and <= MostVersion } && version.All(char.IsAsciiLetterOrDigit);
        if (!isGood) faults.AddError($"has version '{version}'; use 1 to {MostVersion} letters and digits.", member);
    }
}
