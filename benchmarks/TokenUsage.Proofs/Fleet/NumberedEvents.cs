using System.Buffers.Binary;

namespace TokenUsage.Proofs.Fleet;

/// <summary>The records 0 to n−1, each the same whichever process makes it, and however often.</summary>
internal sealed class NumberedEvents(DateTimeOffset start)
{
    public UsageRecord this[int number]
    {
        get
        {
            DateTimeOffset at = start.AddMilliseconds(number * 100L);
            return new UsageRecord
            {
                Id = IdOf(number, at),
                StartedAt = at,
                Duration = TimeSpan.FromMilliseconds(200 + (number % 9_000)),
                Provider = number % 3 == 0 ? "openai" : "anthropic",
                Operation = "chat",
                Model = $"model-{number % 12}",
                Tokens = new TokenCounts { Input = 50 + (number % 8_000), Output = 10 + (number % 1_500) },
                Cost = new Cost { Status = CostStatus.Priced, Usd = (1 + (number % 997)) * 0.000001m },
                Dimensions = new UsageDimensions
                {
                    User = $"user-{number % 5_000:d5}@example.org",
                    Feature = $"feature-{number % 20}",
                },
            };
        }
    }

    /// <summary>Gets all numbers in an order of their own for each seed.</summary>
    public static int[] Shuffle(int count, int seed)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(numbers);
        return numbers;
    }

    private static Guid IdOf(int number, DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        id[6] = 0x70;
        id[8] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(id[12..], number);
        return new Guid(id, bigEndian: true);
    }
}
