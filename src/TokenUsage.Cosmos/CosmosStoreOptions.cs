using Microsoft.Azure.Cosmos;

namespace TokenUsage.Cosmos;

/// <summary>Where and how the Cosmos DB store keeps its data.</summary>
public sealed class CosmosStoreOptions
{
    /// <summary>Gets or sets the account's connection string: <c>AccountEndpoint=…;AccountKey=…</c>.</summary>
    /// <value>Required, unless <see cref="CreateClient"/> is set.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Gets or sets what makes the client, where a connection string is not enough: with a token credential, say. It is
    /// given the options that the store needs, to change or pass on.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CosmosClientOptions, CosmosClient>? CreateClient { get; set; }

    /// <summary>Gets or sets the name of the database.</summary>
    /// <value>The default is <c>usage</c>.</value>
    public string Database { get; set; } = "usage";

    /// <summary>Gets or sets the name of the container; its partition key is <c>/user_id</c>.</summary>
    /// <value>The default is <c>token_usage</c>.</value>
    public string Container { get; set; } = "token_usage";

    /// <summary>Gets or sets whether a database and container that are missing are created.</summary>
    /// <value>The default is <see langword="true"/>. A role that may only read and write data needs <see langword="false"/>.</value>
    public bool CreateMissing { get; set; } = true;

    /// <summary>Gets or sets how long records are kept, by their time to live. Rollups stay.</summary>
    /// <value>From 1 minute; <see langword="null"/>, the default, keeps them for ever.</value>
    public TimeSpan? RecordRetention { get; set; }

    /// <summary>Gets or sets whether the records of a batch travel together, by server, in bulk requests.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Bulk { get; set; } = true;

    /// <summary>Gets or sets how long the store waits, in all, for an account that says it is asked too often.</summary>
    /// <value>From zero to 5 minutes. The default is 30 seconds; then the recorder tries again.</value>
    public TimeSpan ThrottlingPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long opening the store may take.</summary>
    /// <value>From 1 second to 5 minutes. The default is 5 seconds.</value>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Works out the seconds that a record's document has left; <see langword="null"/> when it stays.</summary>
    internal long? TimeToLiveOf(UsageRecord record, TimeProvider time)
    {
        if (RecordRetention is not { } kept) return null;

        TimeSpan left = kept - (time.GetUtcNow() - record.StartedAt);
        return Math.Clamp((long)left.TotalSeconds, 1, int.MaxValue);
    }
}
