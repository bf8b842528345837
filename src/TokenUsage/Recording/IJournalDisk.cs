namespace TokenUsage.Recording;

/// <summary>Where segments lie. One of two: the disk, or a model of it that can lose its power.</summary>
internal interface IJournalDisk
{
    /// <summary>Makes a file of zeros with a beginning, every block of it on the disk.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    ISegmentBytes Create(string path, int size, ReadOnlySpan<byte> beginning);

    /// <summary>Opens a file that is there.</summary>
    ISegmentBytes Open(string path, int size);

    void Delete(string path);
}
