namespace TokenUsage.Admission;

/// <summary>
/// Makes the id of a call's further claims from its own, so that a repeated extension is known as one.
/// </summary>
internal static class ExtensionId
{
    public static Guid Of(Guid call, int ordinal)
    {
        Span<byte> bytes = stackalloc byte[16];
        call.TryWriteBytes(bytes);
        // The last bytes of an id are random: mixing the ordinal in there keeps its version and its time.
        uint mixed = BitConverter.ToUInt32(bytes[12..]) ^ (uint)(ordinal * 0x9E3779B9L);
        BitConverter.TryWriteBytes(bytes[12..], mixed);
        return new Guid(bytes);
    }
}
