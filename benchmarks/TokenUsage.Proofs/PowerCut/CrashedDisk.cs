namespace TokenUsage.Proofs.PowerCut;

/// <summary>Builds what a disk holds after the power went at some moment of a log.</summary>
/// <remarks>
/// A file is there once a flush of it has returned, as ext4, xfs and btrfs promise for a file that is synced; before
/// that it may be there or not. A deleted one may still be there.
/// </remarks>
internal sealed class CrashedDisk(DiskLog log, int cut, CutKind kind, Random random)
{
    private const int PageBytes = 4096;
    private const int SectorBytes = 512;

    /// <summary>Writes the files that are left into a folder, under the names of their own folders.</summary>
    /// <returns>How many files are left.</returns>
    public int WriteTo(string root)
    {
        int files = 0;
        foreach (IGrouping<string, int> file in Enumerable.Range(0, cut).GroupBy(i => log.Events[i].Path))
        {
            if (Image([.. file]) is not { } bytes) continue;

            string folder = Path.Combine(root, Path.GetFileName(Path.GetDirectoryName(file.Key))!);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file.Key)), bytes);
            files++;
        }

        return files;
    }

    private byte[]? Image(List<int> moments)
    {
        int durableTo = -1;
        bool isDeleted = false;
        int size = 0;
        foreach (DiskEvent happened in moments.Select(moment => log.Events[moment]))
        {
            if (happened.Kind == DiskEventKind.Flushed) durableTo = Math.Max(durableTo, happened.Began);
            if (happened.Kind == DiskEventKind.Deleted) isDeleted = true;
            if (happened.Kind == DiskEventKind.Created) size = happened.Offset;
        }

        bool isInDoubt = isDeleted || durableTo < 0;
        if (size == 0 || (isInDoubt && random.Next(2) == 0)) return null;

        byte[] image = new byte[size];
        foreach (int moment in moments)
        {
            DiskEvent happened = log.Events[moment];
            if (happened.Kind == DiskEventKind.Written && moment < durableTo)
                happened.Bytes.CopyTo(image, happened.Offset);
        }

        if (kind != CutKind.Dropped) AddUnflushed(image, moments, durableTo);
        return image;
    }

    private void AddUnflushed(byte[] image, List<int> moments, int durableTo)
    {
        int unit = kind == CutKind.Torn ? SectorBytes : PageBytes;
        var reached = new Dictionary<int, int>();
        foreach (int moment in moments)
        {
            DiskEvent happened = log.Events[moment];
            if (happened.Kind != DiskEventKind.Written || moment < durableTo) continue;

            for (int at = happened.Offset; at < happened.Offset + happened.Bytes.Length;)
            {
                int number = at / unit;
                int end = Math.Min((number + 1) * unit, happened.Offset + happened.Bytes.Length);
                if (!reached.TryGetValue(number, out int last))
                    reached[number] = last = random.Next(Math.Max(durableTo, 0), cut + 1);

                if (moment < last) happened.Bytes.AsSpan(at - happened.Offset, end - at).CopyTo(image.AsSpan(at));
                at = end;
            }
        }
    }
}
