namespace TokenUsage.Proofs.PowerCut;

/// <summary>One thing that happened to a file, or to the store. The place in the log is its time.</summary>
internal readonly record struct DiskEvent(DiskEventKind Kind, string Path, int Offset, byte[] Bytes, int Began);
