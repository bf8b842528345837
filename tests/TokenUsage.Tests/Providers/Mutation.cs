namespace TokenUsage.Tests.Providers;

/// <summary>Damages a body: bytes changed, cut out, doubled.</summary>
internal static class Mutation
{
    private static readonly byte[] Likely = "\"\\{}[],:0-9eE.nulltruefalse \n\r\u0000\u00ff"u8.ToArray();

    public static byte[] Of(byte[] body, int seed)
    {
        var random = new Random(seed);
        byte[] mutated = [.. body];
        int changes = 1 + random.Next(8);
        for (int i = 0; i < changes && mutated.Length > 2; i++)
        {
            int at = random.Next(mutated.Length);
            int length = random.Next(1, Math.Min(40, mutated.Length - at) + 1);
            switch (random.Next(5))
            {
                case 0 or 1:
                    mutated[at] = Likely[random.Next(Likely.Length)];
                    break;
                case 2:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 3:
                    mutated = [.. mutated.AsSpan(0, at), .. mutated.AsSpan(at + length)];
                    break;
                default:
                    mutated = [.. mutated.AsSpan(0, at + length), .. mutated.AsSpan(at)];
                    break;
            }
        }

        return mutated;
    }
}
