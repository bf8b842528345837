using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Redis.Scripts;

/// <summary>One script: its text, and the SHA-1 of it by which a server that has seen it runs it.</summary>
internal sealed class LedgerScript(string text)
{
    public string Text { get; } = text;

#pragma warning disable CA5350 // Redis names scripts by SHA-1; nothing is kept secret by it
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}
