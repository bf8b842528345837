using CsCheck;
using TokenUsage.Caching;

namespace TokenUsage.Tests.Caching;

public sealed class CacheModelTests
{
    private const int Room = 4;

    [Fact]
    public void What_stays_is_what_a_simple_list_says_whatever_is_done() => Gen
        .Select(Gen.Int[0, 9], Gen.Enum<CachePriority>(), Gen.Int[0, 2]).Array[0, 200].Sample(steps =>
        {
            using var cache = new TokenUsageCache(new CacheOptions { MaxEntries = Room });
            var model = new List<(string Key, CachePriority Priority)>(); // the latest used first
            foreach ((int number, CachePriority priority, int action) in steps)
            {
                string key = $"{number}";
                bool isSame = action switch
                {
                    0 => cache.Remove(key) == model.RemoveAll(e => e.Key == key) > 0,
                    1 => Set(cache, model, key, priority),
                    _ => cache.TryGet<string>(key, out _) == Use(model, key),
                };
                if (!isSame) return false;
            }

            return cache.Statistics.Entries == model.Count && model.All(e => cache.TryGet<string>(e.Key, out _));
        });

    private static bool Set(
        TokenUsageCache cache, List<(string Key, CachePriority Priority)> model, string key, CachePriority priority)
    {
        cache.Set(key, key, new CacheEntryOptions { Priority = priority });
        model.RemoveAll(e => e.Key == key);
        if (model.Count == Room)
        {
            CachePriority least = model.Min(e => e.Priority);
            model.RemoveAt(model.FindLastIndex(e => e.Priority == least));
        }

        model.Insert(0, (key, priority));
        return true;
    }

    private static bool Use(List<(string Key, CachePriority Priority)> model, string key)
    {
        int at = model.FindIndex(e => e.Key == key);
        if (at < 0) return false;

        (string Key, CachePriority Priority) used = model[at];
        model.RemoveAt(at);
        model.Insert(0, used);
        return true;
    }
}
