namespace TokenUsage.Caching;

/// <summary>Holds the values of a <see cref="TokenUsageCache"/> elsewhere. The cache decides alone what stays, and how long.</summary>
/// <remarks>Is safe for concurrent use. It may lose a value: the cache then makes it again.</remarks>
public interface ICacheStorage
{
    /// <summary>Finds a value.</summary>
    bool TryGet(string key, out object? value);

    /// <summary>Keeps a value in place of an earlier one.</summary>
    void Keep(string key, object value);

    /// <summary>Lets go of a value.</summary>
    void Remove(string key);
}
