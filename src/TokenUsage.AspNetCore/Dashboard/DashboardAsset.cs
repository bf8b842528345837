using System.IO.Compression;

namespace TokenUsage.AspNetCore.Dashboard;

/// <summary>One embedded file, plain and packed. It is packed when it is first asked for.</summary>
internal sealed class DashboardAsset(byte[] content, string type)
{
    public byte[] Content { get; } = content;

    public string Type { get; } = type;

    public Lazy<byte[]> Packed { get; } = new(() =>
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    });
}
