using TokenUsage.Recording;

namespace TokenUsage.Cli.Stores;

/// <summary>What lies in the journal beside a store. Looked at and not touched: its owner may be alive.</summary>
internal sealed record JournalStatus(string Path, int Processes, long Bytes, int Waiting, int Unreadable, int KeptAside)
{
    public static JournalStatus Of(string path)
    {
        if (!Directory.Exists(path)) return new JournalStatus(path, 0, 0, 0, 0, 0);

        long bytes = 0;
        int waiting = 0;
        int unreadable = 0;
        foreach (string segment in Directory.EnumerateFiles(path, "*.seg", SearchOption.AllDirectories))
        {
            JournalScan scan = JournalScan.Of(Read(segment));
            waiting += scan.Waiting.Count;
            unreadable += scan.Unreadable.Count;
            bytes += new FileInfo(segment).Length;
        }

        int keptAside = Directory.EnumerateFiles(path, "*.jsonl").Sum(file => File.ReadLines(file).Count());
        return new JournalStatus(path, Directory.GetDirectories(path).Length, bytes, waiting, unreadable, keptAside);
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
