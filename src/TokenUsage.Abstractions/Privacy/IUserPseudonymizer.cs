namespace TokenUsage;

/// <summary>Replaces user ids before anything is kept, so that files and stores never hold the ids themselves.</summary>
/// <remarks>
/// Called for every call, on the caller's path: it must be fast, and safe for concurrent use. The same user must always get
/// the same pseudonym while a key lives, or quotas and totals by user fall apart.
/// </remarks>
public interface IUserPseudonymizer
{
    /// <summary>Gets the pseudonym of a user.</summary>
    string Pseudonymize(string user);

    /// <summary>Gets every pseudonym the user may have had, under retired keys too: all of them are erased together.</summary>
    /// <value>By default just the present one.</value>
    IReadOnlyList<string> AllOf(string user) => [Pseudonymize(user)];
}
