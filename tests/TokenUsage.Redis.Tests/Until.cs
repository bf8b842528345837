namespace TokenUsage.Redis.Tests;

/// <summary>Waits for what another process or thread does, and gives up after half a minute.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; !await condition(); i++)
        {
            if (i == 1_500) throw new TimeoutException("It did not happen within 30 seconds.");
            await Task.Delay(
                TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));
}
