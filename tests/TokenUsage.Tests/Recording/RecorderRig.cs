using Microsoft.Extensions.Time.Testing;
using TokenUsage.Collections;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

/// <summary>A recorder over a store that fails on demand and a clock that a test moves.</summary>
internal sealed class RecorderRig : IAsyncDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromDays(30);

    private readonly UsageRecorder _recorder;

    public RecorderRig(
        RecordingOptions? options = null, FaultyStore? store = null, IUsageObserver? observer = null,
        TimeProvider? time = null)
    {
        Store = store ?? new FaultyStore();
        Options = options ?? new RecordingOptions();
        _recorder = new UsageRecorder(
            Store, Microsoft.Extensions.Options.Options.Create(Options), time ?? Time, Log,
            observer is null ? [] : [observer]);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public FaultyStore Store { get; }

    public RecordingOptions Options { get; }

    public ListLogger<UsageRecorder> Log { get; } = new();

    public UsageRecorder Recorder => _recorder;

    /// <summary>The settings for a journal in a folder of the test's own.</summary>
    public static RecordingOptions Journalled(TemporaryFolder folder, int? capacity = null) =>
        new() { Durability = Durability.Journal, JournalPath = folder.Path, Capacity = capacity };

    /// <summary>Makes a record; equal numbers give equal content under different ids.</summary>
    public UsageRecord Record(int number = 1) => new()
    {
        Id = GuidSource.Next(Time.GetUtcNow()),
        StartedAt = Time.GetUtcNow(),
        Duration = TimeSpan.FromMilliseconds(number),
        Provider = "openai",
        Operation = "chat",
        Model = "gpt-4o",
        Tokens = new TokenCounts { Input = number, Output = 2 * number },
        Cost = new Cost { Status = CostStatus.Priced, Usd = 0.001m * number },
        Dimensions = new UsageDimensions { User = $"user-{number % 3}" },
    };

    public List<Guid> Offer(int count)
    {
        var ids = new List<Guid>(count);
        for (int i = 1; i <= count; i++)
        {
            UsageRecord record = Record(i);
            if (_recorder.TryRecord(record)) ids.Add(record.Id);
        }

        return ids;
    }

    /// <summary>Moves the clock until the task is complete.</summary>
    public async Task<T> AdvanceUntil<T>(Task<T> task)
    {
        await AdvanceUntil((Task)task);
        return await task;
    }

    /// <summary>Moves the clock until the task is complete.</summary>
    public async Task AdvanceUntil(Task task)
    {
        while (!task.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await LetPoolRun();
        }

        await task;
    }

    public Task<FlushReport> FlushAsync() =>
        AdvanceUntil(_recorder.FlushAsync(Long, TestContext.Current.CancellationToken).AsTask());

    public async ValueTask DisposeAsync()
    {
        Task disposed = _recorder.DisposeAsync().AsTask();
        for (int i = 0; i < 200 && !disposed.IsCompleted; i++) await LetPoolRun();

        // Whatever still hangs now hangs until the deadline. Beyond it a step at a time, and only after the pool has
        // had real time for what the last step set off: a leap would use up the grace that a stop leaves observers.
        if (!disposed.IsCompleted) Time.Advance(Options.DrainTimeout);
        while (await Task.WhenAny(disposed, RealTime()) != disposed) Time.Advance(TimeSpan.FromMilliseconds(50));

        await disposed;
    }

    private static Task RealTime() => Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);

    // To the end of the pool's queue, so that whatever the clock has set off runs before it moves on.
    private static Task LetPoolRun() => Task.Factory.StartNew(
        static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
}
