namespace TokenUsage.Recording;

/// <summary>Opens the files of the journal: readable by their owner only.</summary>
internal static class JournalFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Makes a folder that only its owner can enter.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Makes a file of zeros with a beginning.</summary>
    /// <remarks>
    /// Written and not only made long: a page of a sparse file that the disk has no block for is a SIGBUS when it is
    /// touched, which ends the process.
    /// </remarks>
    public static FileStream CreateFilled(string path, int size, ReadOnlySpan<byte> beginning)
    {
        FileStream file = Open(path, FileMode.CreateNew, FileShare.Read);
        try
        {
            byte[] zeros = new byte[Math.Min(size, ChunkBytes)];
            for (int offset = 0; offset < size; offset += zeros.Length)
                RandomAccess.Write(file.SafeFileHandle, zeros.AsSpan(0, Math.Min(zeros.Length, size - offset)), offset);

            RandomAccess.Write(file.SafeFileHandle, beginning, 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static FileStream Open(string path) => Open(path, FileMode.Open, FileShare.Read);

    /// <summary>Opens a file that only one process can have open; the system lets go of it when the process dies.</summary>
    /// <exception cref="IOException">Another one has it.</exception>
    public static FileStream OpenExclusive(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None);

    public static FileStream OpenForAppending(string path) => Open(path, FileMode.Append, FileShare.Read);

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        bool creates = mode is not FileMode.Open;
        if (creates && !OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
