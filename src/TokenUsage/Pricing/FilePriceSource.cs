namespace TokenUsage.Pricing;

/// <summary>Reads a price file again when its time of writing or its length has changed.</summary>
/// <remarks>Looked at from time to time: file-system events are lost on network shares and mounted volumes.</remarks>
internal sealed class FilePriceSource(string path, bool isOverride, string? tenant = null) : IPriceSource
{
    private (DateTime Written, long Length) _seen;

    public string Name => Path.GetFileNameWithoutExtension(path);

    public bool IsOverride => isOverride;

    public string? Tenant => tenant;

    public ValueTask<Stream?> OpenIfChangedAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"The price file '{path}' of UsePrices does not exist.", path);

        (DateTime, long) now = (file.LastWriteTimeUtc, file.Length);
        if (now == _seen) return new ValueTask<Stream?>((Stream?)null);

        Stream content = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _seen = now;
        return new ValueTask<Stream?>(content);
    }
}
