using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenUsage.Collections;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Recording;

/// <summary>The recorder as an application has it, and records to put into it.</summary>
internal static class ProofRecords
{
    public static UsageRecorder Recorder(IUsageStore store, RecordingOptions options) => new(
        store, Options.Create(options), TimeProvider.System, NullLogger<UsageRecorder>.Instance, []);

    public static RecordingOptions Journalled(string folder) => new()
    {
        Durability = Durability.Journal,
        JournalPath = Path.Combine(folder, "journal"),
        BatchInterval = TimeSpan.FromMilliseconds(5),
        DrainTimeout = TimeSpan.FromSeconds(2),
    };

    public static UsageRecord Record(long number)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new UsageRecord
        {
            Id = GuidSource.Next(now),
            StartedAt = now,
            Duration = TimeSpan.FromMilliseconds(812),
            Provider = "openai",
            Operation = "chat",
            Endpoint = "/v1/chat/completions",
            RequestedModel = "gpt-4o",
            Model = "gpt-4o-2024-08-06",
            ResponseId = "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
            Tokens = new TokenCounts { Input = number, Output = 1 },
            Cost = new Cost { Status = CostStatus.Priced, Usd = 0.0019725m },
            Dimensions = new UsageDimensions { User = $"user-{number % 100}", Feature = "search" },
        };
    }
}
