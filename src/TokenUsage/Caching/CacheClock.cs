using Microsoft.Extensions.Internal;

namespace TokenUsage.Caching;

/// <summary>Shows the monitor's clock to <c>MemoryCache</c>, which knows no <see cref="TimeProvider"/>.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
