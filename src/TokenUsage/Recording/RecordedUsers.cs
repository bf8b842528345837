using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Lets go of a user in the journal, and in what was kept aside.</summary>
internal sealed class RecordedUsers(UsageRecorder recorder) : IUserDataHolder
{
    public string Name => "journal";

    public ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken) =>
        recorder.EraseUserAsync(identities, cancellationToken);
}
