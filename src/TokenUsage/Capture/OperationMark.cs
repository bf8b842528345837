using TokenUsage.Recording;

namespace TokenUsage.Capture;

/// <summary>The logical call to which a request belongs, kept on the request so that retries and hedges share it.</summary>
internal static class OperationMark
{
    private static readonly HttpRequestOptionsKey<OperationScope> Key = new("TokenUsage.Operation");

    /// <summary>Marks a request before anything can retry or copy it.</summary>
    public static void Set(HttpRequestMessage request, OperationScope scope)
    {
        if (!request.Options.TryGetValue(Key, out _)) request.Options.Set(Key, scope);
    }

    /// <summary>Makes the entry an attempt of the call around it, or else of what the request was marked with.</summary>
    /// <remarks>The call first: an SDK that retries makes a new request each time, which only the call holds together.</remarks>
    public static void Join(HttpRequestMessage request, UsageEntry entry, bool isRepeat)
    {
        OperationScope? scope = OperationScope.Current;
        if (scope is null && !request.Options.TryGetValue(Key, out scope)) return;

        entry.OperationId = scope.Id;
        if (isRepeat) scope.Cover();
        else entry.Attempt = scope.BeginAttempt();
    }
}
